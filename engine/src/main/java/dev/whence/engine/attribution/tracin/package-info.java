/**
 * Inner products of training and test gradients, over one or several checkpoints.
 * TracIn, CosIn, Grad-Dot and Grad-Cos.
 */
@NullMarked
package dev.whence.engine.attribution.tracin;

import org.jspecify.annotations.NullMarked;
