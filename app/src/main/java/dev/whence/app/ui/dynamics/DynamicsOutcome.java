package dev.whence.app.ui.dynamics;

import dev.whence.visualization.dynamics.TrainingStory;

/** What there is to show about the selected image's training. */
public sealed interface DynamicsOutcome {

    /** Nobody has asked yet. */
    record Nothing() implements DynamicsOutcome {}

    /** @param sentence what is being done */
    record Working(String sentence) implements DynamicsOutcome {}

    /**
     * @param sentence why there is nothing
     * @param failed whether something went wrong, rather than was stopped
     */
    record Missing(String sentence, boolean failed) implements DynamicsOutcome {}

    /** @param story what was found out */
    record Explained(TrainingStory story) implements DynamicsOutcome {}
}
