package dev.whence.engine.attribution.influence;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowKeeper;
import dev.whence.engine.tensor.ElementType;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Orthonormal vectors that a symmetric matrix maps nearly into their own span, made by the Arnoldi iteration. */
final class KrylovSpace {

    /** A remainder shorter than this is rounding: the space is complete. */
    private static final double COMPLETE = 1e-7;

    /** Entries of all vectors that are combined at a time. */
    private static final int ENTRIES = 1 << 18;

    private final List<DeviceArray> basis = new ArrayList<>();
    /** {@code columns.get(s)[j]}: the part along vector j of the image of vector s. */
    private final List<double[]> columns = new ArrayList<>();

    /** The matrix times a vector. */
    @FunctionalInterface
    interface Matrix {

        /** @param step counted from 1 */
        DeviceArray times(DeviceArray vector, int step);
    }

    /**
     * Values of largest magnitude and their directions.
     *
     * @param values by rising magnitude
     * @param directions {@code [values, d]}
     */
    record Leading(double[] values, Tensor directions) {}

    private KrylovSpace() {}

    /**
     * Modified Gram-Schmidt.
     *
     * @param start not zero, {@code [d]}; its scope owns the basis
     * @param iterations one more than the vectors whose images are taken
     * @param name under which vectors are kept
     */
    static KrylovSpace build(DeviceArray start, int iterations, String name, Progress progress, Matrix matrix) {
        KrylovSpace space = new KrylovSpace();
        Scope scope = start.scope();
        int most = (int) Math.min(start.shape().dim(0) + 1L, iterations);
        RowKeeper vectors = progress.rows(name + "_vectors", most);
        RowKeeper parts = progress.rows(name + "_columns", most - 1);
        space.goOn(scope, vectors.kept(), parts.kept());
        if (space.basis.isEmpty()) {
            space.basis.add(start.multiply(1 / norm(start, 0)));
            vectors.keep(0, row(space.basis.get(0)));
        }
        for (int s = space.columns.size(); s < most - 1; s++) {
            double[] column = new double[s + 2];
            try (Scope work = scope.open()) {
                DeviceArray remainder = matrix.times(work.constant(space.basis.get(s)), s + 1);
                for (int j = 0; j <= s; j++) {
                    DeviceArray vector = space.basis.get(j);
                    try (Scope step = work.open()) {
                        DeviceArray before = step.constant(remainder);
                        column[j] = before.multiply(vector).sum().toHost().get(0);
                        DeviceArray after = work.keep(before.subtract(vector.multiply(column[j])));
                        remainder.close();
                        remainder = after;
                    }
                }
                double rest = norm(remainder, s + 1);
                space.columns.add(column);
                if (rest < COMPLETE) {
                    break;
                }
                column[s + 1] = rest;
                space.basis.add(scope.keep(remainder.multiply(1 / rest)));
                parts.keep(s, Tensor.of(Arrays.copyOf(column, most), 1, most));
                vectors.keep(s + 1, row(space.basis.get(s + 1)));
            }
        }
        return space;
    }

    private static Tensor row(DeviceArray vector) {
        return vector.reshape(1, -1).toHost();
    }

    /** Takes over the vectors of an earlier attempt whose successors are known, and the last one. */
    private void goOn(Scope scope, @Nullable Tensor vectors, @Nullable Tensor parts) {
        if (vectors == null) {
            return;
        }
        int finished = 0;
        if (parts != null) {
            int width = parts.shape().dim(1);
            finished = Math.min(parts.shape().dim(0), vectors.shape().dim(0) - 1);
            for (int s = 0; s < finished; s++) {
                columns.add(Arrays.copyOfRange(parts.doubles(), s * width, s * width + s + 2));
            }
        }
        for (int s = 0; s <= finished; s++) {
            basis.add(scope.of(vectors.rows(s, s + 1)).reshape(-1));
        }
    }

    private static double norm(DeviceArray vector, int step) {
        return Math.sqrt(NonFinite.squaredNorm(
                vector, "step " + step + " of the Arnoldi iteration", "check the model's weights"));
    }

    /**
     * The eigenvalues of largest magnitude of the matrix restricted to the space, as a tridiagonal matrix made symmetric.
     *
     * @param count how many, fewer if the space is smaller
     */
    Leading leading(int count, Progress progress) {
        int size = columns.size();
        Scope scope = basis.get(0).scope();
        List<DeviceArray> eigen =
                scope.of(Tensor.of(restricted(size), size, size)).symmetricEigen(progress);
        Tensor values = eigen.get(0).toHost();
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted((a, b) -> Double.compare(Math.abs(values.get(a)), Math.abs(values.get(b))))
                .mapToInt(Integer::intValue)
                .toArray();
        int kept = Math.min(count, size);
        double[] chosen = new double[kept];
        long[] positions = new long[kept];
        for (int r = 0; r < kept; r++) {
            positions[r] = order[size - kept + r];
            chosen[r] = values.get((int) positions[r]);
        }
        DeviceArray weights =
                eigen.get(1).take(1, scope.of(Tensor.of(positions, kept))).transpose(0, 1);
        return new Leading(chosen, combined(weights, progress));
    }

    private double[] restricted(int size) {
        double[] matrix = new double[size * size];
        for (int s = 0; s < size; s++) {
            double[] column = columns.get(s);
            // Everything above the first diagonal beside the main one is zero but for rounding.
            for (int j = Math.max(0, s - 1); j < Math.min(size, s + 2); j++) {
                matrix[j * size + s] += column[j] / 2;
                matrix[s * size + j] += column[j] / 2;
            }
        }
        return matrix;
    }

    /**
     * Sums of the vectors, made entry by entry: a copy of all vectors would need as much memory again.
     *
     * @param weights {@code [sums, vectors]}
     * @return {@code [sums, d]}
     */
    private Tensor combined(DeviceArray weights, Progress progress) {
        int sums = weights.shape().dim(0);
        int length = basis.get(0).shape().dim(0);
        List<Tensor> parts = new ArrayList<>();
        for (int from = 0; from < length; from += ENTRIES) {
            progress.checkCancelled();
            try (Scope work = weights.scope().open()) {
                List<DeviceArray> rows = new ArrayList<>();
                for (DeviceArray vector : basis.subList(0, weights.shape().dim(1))) {
                    DeviceArray entries = vector.slice(0, from, Math.min(length, from + ENTRIES));
                    rows.add(work.keep(entries.reshape(1, -1)));
                }
                parts.add(work.constant(weights)
                        .matmul(DeviceArray.concat(0, rows))
                        .toHost());
            }
        }
        return beside(parts, sums, length);
    }

    private static Tensor beside(List<Tensor> parts, int rows, int width) {
        boolean single = parts.get(0).type() == ElementType.FLOAT32;
        float[] floats = new float[single ? rows * width : 0];
        double[] doubles = new double[single ? 0 : rows * width];
        int from = 0;
        for (Tensor part : parts) {
            int columns = part.shape().dim(1);
            for (int row = 0; row < rows; row++) {
                int at = row * width + from;
                if (single) {
                    System.arraycopy(part.floats(), row * columns, floats, at, columns);
                } else {
                    System.arraycopy(part.doubles(), row * columns, doubles, at, columns);
                }
            }
            from += columns;
        }
        return single ? Tensor.of(floats, rows, width) : Tensor.of(doubles, rows, width);
    }
}
