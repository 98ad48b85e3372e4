/**
 * Training a network and remembering how: optimisers with visible state, schedules, the trainer, the history of a run.
 * The arithmetic happens in exec; nothing here knows arrays on a device. Explaining a history belongs to
 * attribution.pathkernel.
 */
@NullMarked
package dev.whence.engine.training;

import org.jspecify.annotations.NullMarked;
