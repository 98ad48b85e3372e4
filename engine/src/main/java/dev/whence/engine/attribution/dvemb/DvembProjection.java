package dev.whence.engine.attribution.dvemb;

/** In which space a training is followed. */
public enum DvembProjection {
    /** The parameters themselves: exact, one passage over the training for each question. */
    NONE,
    /** One random projection of the whole gradient. */
    WHOLE,
    /** Each layer's two factors are projected and multiplied. */
    KRONECKER,
    /** Each layer's two factors are projected and multiplied entry by entry. */
    ELEMENTWISE
}
