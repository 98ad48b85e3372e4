/**
 * The sample project: real images, a classifier trained on them, and the class that unpacks and opens both; and the
 * generator of the modulo-addition example.
 * The scripts that made the files are kept in {@code src/main/python}; they are not needed to run.
 */
@NullMarked
package dev.whence.sampledata;

import org.jspecify.annotations.NullMarked;
