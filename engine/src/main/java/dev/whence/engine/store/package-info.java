/**
 * Results on disk, addressed by the hash of everything they were computed from.
 * Arrays are npy/npz; every write is atomic, every read is verified.
 */
@NullMarked
package dev.whence.engine.store;

import org.jspecify.annotations.NullMarked;
