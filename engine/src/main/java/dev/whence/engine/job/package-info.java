/**
 * How long work talks to whoever started it: progress, cancellation, and finished rows and states that are kept.
 * Engine code takes a {@link dev.whence.engine.job.Progress} and never knows who listens.
 */
@NullMarked
package dev.whence.engine.job;

import org.jspecify.annotations.NullMarked;
