package dev.whence.engine.attribution.gradient;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;

/**
 * A linear map of vectors to fewer dimensions that keeps inner products on average. It follows from kind, seed and sizes
 * alone: the same numbers for every batch size, number of threads and device. Close it to free what it holds.
 */
public interface Projection extends AutoCloseable {

    /** How the map is drawn. */
    enum Kind {
        /** No projection: the vectors themselves. */
        NONE,
        /** A matrix of +1 and -1. */
        RADEMACHER,
        /** A matrix of standard normal numbers. */
        NORMAL,
        /** Every coordinate goes, with a random sign, into one random place (sparse Johnson-Lindenstrauss transform). */
        SJLT,
        /** Some coordinates, chosen at random. */
        MASK
    }

    /**
     * @param parameters length of the vectors
     * @param dimensions of the result; not looked at for {@link Kind#NONE}, at most {@code parameters} are taken for {@link
     *     Kind#MASK}
     */
    static Projection of(ExecutionEngine engine, Kind kind, int parameters, int dimensions, long seed) {
        return switch (kind) {
            case NONE -> new WholeVectors(parameters);
            case RADEMACHER, NORMAL -> new DenseProjection(engine, kind, parameters, dimensions, seed);
            case SJLT -> new SparseProjection(engine, parameters, dimensions, seed);
            case MASK -> new CoordinateMask(engine, parameters, Math.min(parameters, dimensions), seed);
        };
    }

    /**
     * The most memory that a projection keeps, in bytes.
     *
     * @param valueBytes of one number on the device
     */
    static double memoryBytes(Kind kind, long parameters, long dimensions, int valueBytes) {
        return switch (kind) {
            case NONE, MASK -> 8.0 * dimensions;
            case RADEMACHER, NORMAL ->
                Math.min((double) parameters * dimensions * valueBytes, 2.0 * DenseProjection.KEPT_BYTES);
            case SJLT -> (double) parameters * (Long.BYTES + valueBytes);
        };
    }

    /** Dimensions of the result. */
    int width();

    /**
     * @param vectors {@code [n, parameters]}
     * @return {@code [n, width]}, in the scope of the vectors
     */
    DeviceArray apply(DeviceArray vectors);

    @Override
    void close();
}
