/**
 * Files that hold only weights, and the architectures that can be rebuilt around them.
 * A template matches only if every name and every size fits.
 */
@NullMarked
package dev.whence.engine.model.reader.weights;

import org.jspecify.annotations.NullMarked;
