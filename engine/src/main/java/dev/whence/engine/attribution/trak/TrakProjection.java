package dev.whence.engine.attribution.trak;

import dev.whence.engine.attribution.gradient.Projection;

/** How TRAK makes gradients small. */
public enum TrakProjection {
    /** A matrix of +1 and -1 where that is cheap, else the sparse transform. */
    AUTO,
    RADEMACHER,
    NORMAL,
    SJLT,
    MASK,
    NONE;

    /** Entries of a matrix up to which multiplying by it takes about as long as the network itself. */
    private static final long CHEAP = 1L << 26;

    /**
     * What is drawn for gradients of a length.
     *
     * @param parameters length of a gradient
     * @param dimensions it is projected to
     */
    Projection.Kind kind(long parameters, int dimensions) {
        return switch (this) {
            case AUTO -> parameters * dimensions <= CHEAP ? Projection.Kind.RADEMACHER : Projection.Kind.SJLT;
            case RADEMACHER -> Projection.Kind.RADEMACHER;
            case NORMAL -> Projection.Kind.NORMAL;
            case SJLT -> Projection.Kind.SJLT;
            case MASK -> Projection.Kind.MASK;
            case NONE -> Projection.Kind.NONE;
        };
    }
}
