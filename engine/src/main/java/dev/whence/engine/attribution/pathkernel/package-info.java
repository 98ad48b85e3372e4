/**
 * The exact path kernel: a trained network's output as a sum over training images, steps and parameters, by a recursion
 * that runs backwards through a recorded training. The result on disk, {@link
 * dev.whence.engine.attribution.pathkernel.Dynamics}, is read piece by piece.
 */
@NullMarked
package dev.whence.engine.attribution.pathkernel;

import org.jspecify.annotations.NullMarked;
