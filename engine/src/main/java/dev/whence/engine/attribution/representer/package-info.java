/**
 * Representer points: the final layer refitted with an L2 penalty decomposes over training images.
 */
@NullMarked
package dev.whence.engine.attribution.representer;

import org.jspecify.annotations.NullMarked;
