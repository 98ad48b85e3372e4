/**
 * Carries a training out: the order of images, the steps, evaluation, the log, what is needed to continue after a kill.
 * One folder holds all of a run. What optimisers and schedules compute belongs to training.
 */
@NullMarked
package dev.whence.engine.training.run;

import org.jspecify.annotations.NullMarked;
