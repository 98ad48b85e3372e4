package dev.whence.engine.attribution.projected;

/** What stands between the features of two images. */
public enum Curvature {
    /** The inverse of each layer's damped empirical Fisher matrix. */
    FISHER,
    /** Nothing: the inner product itself. */
    IDENTITY
}
