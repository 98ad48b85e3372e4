/**
 * Trainings that happened elsewhere, read as histories: arrays in one npz file, or a folder of checkpoints with a list of
 * batches. Nothing here computes; what a file lacks is computed when it is turned into a history folder.
 */
@NullMarked
package dev.whence.engine.training.imported;

import org.jspecify.annotations.NullMarked;
