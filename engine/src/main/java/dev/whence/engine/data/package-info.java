/**
 * Images on disk as lazily read datasets, and the preprocessing that makes them network input.
 * Opening a dataset reads no pixels; every image is known by the hash of its content.
 */
@NullMarked
package dev.whence.engine.data;

import org.jspecify.annotations.NullMarked;
