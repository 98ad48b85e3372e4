package dev.whence.engine.training;

/** What a batch normalisation layer uses while it is trained. */
public enum BatchNormMode {
    /** The network has none. */
    ABSENT,
    /**
     * Its stored statistics, which stay as they were before training. The output of an image never depends on the other
     * images, so a history is explained exactly.
     */
    FIXED,
    /**
     * Mean and variance of the batch, as usual; the running statistics follow them and serve in evaluation. The gradient
     * then mixes the images of a batch, so that a history can only be explained approximately.
     */
    BATCH
}
