package dev.whence.engine.attribution.gradient;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A random matrix {@code [parameters, dimensions] / sqrt(dimensions)} that keeps inner products on average. It follows
 * from kind, seed and sizes alone and is held on the device while open.
 */
public final class Projection implements AutoCloseable {

    /** How the entries are drawn. */
    public enum Kind {
        /** No projection. */
        NONE,
        /** +1 or -1. */
        RADEMACHER,
        /** Standard normal. */
        NORMAL
    }

    /** The matrix is made in pieces of so many entries, to spread the work over the processors. */
    private static final int PIECE = 1 << 20;

    private final Scope scope;
    private final List<DeviceArray> pieces = new ArrayList<>();
    private final int rowsPerPiece;

    /**
     * @param kind not {@link Kind#NONE}
     * @param parameters rows
     * @param dimensions columns
     */
    public Projection(ExecutionEngine engine, Kind kind, int parameters, int dimensions, long seed) {
        scope = engine.scope();
        rowsPerPiece = Math.max(1, PIECE / dimensions);
        boolean wide = engine.settings().precision() == Precision.FLOAT64;
        for (int from = 0; from < parameters; from += rowsPerPiece) {
            int rows = Math.min(rowsPerPiece, parameters - from);
            long start = (long) from * dimensions;
            double scale = 1 / Math.sqrt(dimensions);
            pieces.add(scope.of(
                    wide
                            ? doubles(kind, rows, dimensions, start, seed, scale)
                            : floats(kind, rows, dimensions, start, seed, scale)));
        }
    }

    /**
     * @param gradients {@code [n, parameters]}
     * @return {@code [n, dimensions]}, in the scope of the gradients
     */
    public DeviceArray apply(DeviceArray gradients) {
        DeviceArray sum = null;
        for (int i = 0; i < pieces.size(); i++) {
            int from = i * rowsPerPiece;
            int to = from + pieces.get(i).shape().dim(0);
            DeviceArray part = gradients.slice(1, from, to).matmul(pieces.get(i));
            sum = sum == null ? part : sum.add(part);
        }
        if (sum == null) {
            throw new IllegalStateException("a projection of nothing");
        }
        return sum;
    }

    private static Tensor floats(Kind kind, int rows, int columns, long start, long seed, double scale) {
        float[] values = new float[rows * columns];
        IntStream.range(0, values.length)
                .parallel()
                .forEach(i -> values[i] = (float) (scale * entry(kind, seed, start + i)));
        return Tensor.of(values, rows, columns);
    }

    private static Tensor doubles(Kind kind, int rows, int columns, long start, long seed, double scale) {
        double[] values = new double[rows * columns];
        IntStream.range(0, values.length).parallel().forEach(i -> values[i] = scale * entry(kind, seed, start + i));
        return Tensor.of(values, rows, columns);
    }

    private static double entry(Kind kind, long seed, long position) {
        return kind == Kind.NORMAL ? SplitMix.normal(seed, position) : SplitMix.sign(seed, position);
    }

    @Override
    public void close() {
        scope.close();
    }
}
