package dev.whence.engine.attribution.gradient;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Linear systems in products of features, in blocks of rows: little memory beside them, and often a look at the wish to stop. */
public final class GramSystem {

    private static final int BLOCK = 1024;

    private final DeviceArray factors;
    private final DeviceArray pivots;

    /** @param matrix square and regular */
    public GramSystem(DeviceArray matrix, Progress progress) {
        List<DeviceArray> parts = matrix.luFactors(progress);
        this.factors = parts.get(0);
        this.pivots = parts.get(1);
    }

    /**
     * Solves for each row.
     *
     * @param rows right-hand sides, {@code [m, d]}
     * @return solutions, {@code [m, d]}
     */
    public DeviceArray solve(DeviceArray rows, Progress progress) {
        return DeviceArray.concat(0, byBlocks(rows, progress, this::solved));
    }

    /** Each row times its own solution, {@code [m]}. */
    public DeviceArray squares(DeviceArray rows, Progress progress) {
        return DeviceArray.concat(
                0,
                byBlocks(rows, progress, block -> block.multiply(solved(block)).sum(false, 1)));
    }

    private DeviceArray solved(DeviceArray rows) {
        return factors.luSolve(pivots, rows.transpose(0, 1)).transpose(0, 1);
    }

    /** {@code rows^T rows}, {@code [d, d]}. */
    public static DeviceArray gram(DeviceArray rows, Progress progress) {
        int width = rows.shape().dim(1);
        DeviceArray sum = rows.scope().full(0, width, width);
        for (int from = 0; from < rows.shape().dim(0); from += BLOCK) {
            progress.checkCancelled();
            try (Scope scope = rows.scope().open()) {
                DeviceArray block = block(scope, rows, from);
                DeviceArray more =
                        rows.scope().keep(sum.add(block.transpose(0, 1).matmul(block)));
                sum.close();
                sum = more;
            }
        }
        return sum;
    }

    /** The diagonal matrix of one value. */
    public static DeviceArray diagonal(Scope scope, int width, double value) {
        double[] entries = new double[width * width];
        for (int d = 0; d < width; d++) {
            entries[d * width + d] = value;
        }
        return scope.of(Tensor.of(entries, width, width));
    }

    /** What becomes of each block of rows, in their order; in the scope of the rows. */
    public static List<DeviceArray> byBlocks(DeviceArray rows, Progress progress, UnaryOperator<DeviceArray> work) {
        List<DeviceArray> results = new ArrayList<>();
        for (int from = 0; from < rows.shape().dim(0); from += BLOCK) {
            progress.checkCancelled();
            try (Scope scope = rows.scope().open()) {
                results.add(rows.scope().keep(work.apply(block(scope, rows, from))));
            }
        }
        return results;
    }

    private static DeviceArray block(Scope scope, DeviceArray rows, int from) {
        return scope.constant(rows.slice(0, from, Math.min(rows.shape().dim(0), from + BLOCK)));
    }
}
