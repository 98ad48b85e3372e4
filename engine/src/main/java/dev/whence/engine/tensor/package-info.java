/**
 * Dense arrays in host memory and their shapes: the values that cross package borders.
 * Arrays on a device never leave {@code dev.whence.engine.exec}.
 */
@NullMarked
package dev.whence.engine.tensor;

import org.jspecify.annotations.NullMarked;
