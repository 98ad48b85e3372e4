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

/** A random matrix {@code [parameters, dimensions] / sqrt(dimensions)}, held on the device while open. */
public final class DenseProjection implements Projection {

    /** The matrix is made in pieces of so many entries, to spread the work over the processors. */
    private static final int PIECE = 1 << 20;

    private final Scope scope;
    private final List<DeviceArray> pieces = new ArrayList<>();
    private final int rowsPerPiece;
    private final int width;

    /**
     * @param kind {@link Kind#RADEMACHER} or {@link Kind#NORMAL}
     * @param parameters rows
     * @param dimensions columns
     */
    DenseProjection(ExecutionEngine engine, Kind kind, int parameters, int dimensions, long seed) {
        scope = engine.scope();
        width = dimensions;
        rowsPerPiece = Math.max(1, PIECE / dimensions);
        boolean wide = engine.settings().precision() == Precision.FLOAT64;
        double scale = 1 / Math.sqrt(dimensions);
        for (int from = 0; from < parameters; from += rowsPerPiece) {
            int rows = Math.min(rowsPerPiece, parameters - from);
            long start = (long) from * dimensions;
            pieces.add(scope.of(
                    wide
                            ? doubles(kind, rows, dimensions, start, seed, scale)
                            : floats(kind, rows, dimensions, start, seed, scale)));
        }
    }

    /**
     * A given matrix.
     *
     * @param matrix {@code [parameters, dimensions]}, taken as it is
     */
    public DenseProjection(ExecutionEngine engine, Tensor matrix) {
        scope = engine.scope();
        rowsPerPiece = matrix.shape().dim(0);
        width = matrix.shape().dim(1);
        pieces.add(scope.of(matrix));
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public DeviceArray apply(DeviceArray vectors) {
        DeviceArray sum = null;
        for (int i = 0; i < pieces.size(); i++) {
            int from = i * rowsPerPiece;
            int to = from + pieces.get(i).shape().dim(0);
            DeviceArray part = vectors.slice(1, from, to).matmul(pieces.get(i));
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
