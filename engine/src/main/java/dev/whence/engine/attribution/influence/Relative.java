package dev.whence.engine.attribution.influence;

/** What a training image's influence is held relative to, so that images far from all others do not come first everywhere. */
public enum Relative {
    /** Nothing: plain influence. */
    NONE,
    /** The change of its own loss: divided by {@code sqrt(g_i^T C^-1 g_i)} (Barshan et al. 2020, eq. 9). */
    LOSS,
    /** The change of the parameters: divided by {@code |C^-1 g_i|} (eq. 6). */
    PARAMETERS
}
