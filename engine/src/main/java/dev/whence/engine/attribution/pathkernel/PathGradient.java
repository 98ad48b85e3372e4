package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.exec.StepAlgebra;
import dev.whence.engine.job.Progress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of the explained numbers averaged over the straight line of one step and closed to a discrete gradient if
 * wished: what the averaged gradient misses of the number's true change is added along the step
 * itself, {@code G + ((f1 - f0 - G . d) / |d|^2) d}, so that {@code G . d} is exactly the change.
 */
final class PathGradient {

    /** What is known of one step. */
    record Average(DeviceArray gradient, double[] residual, int points) {}

    private final TestOutputs tests;
    private final Quadrature quadrature;
    private final boolean closed;

    PathGradient(TestOutputs tests, Quadrature quadrature, boolean closed) {
        this.tests = tests;
        this.quadrature = quadrature;
        this.closed = closed;
    }

    /**
     * @param scope owns the result
     * @param start parameters before the step
     * @param end parameters after the step
     * @param difference the explained numbers after the step minus before, {@code [size]}
     */
    Average over(Scope scope, int step, DeviceArray start, DeviceArray end, double[] difference, Progress progress) {
        int points = quadrature.atFirst(step);
        DeviceArray sum = points(scope, start, end, points, progress);
        DeviceArray missed = missed(scope, sum, start, end, difference, points);
        double[] residual = residual(missed, points);
        while (quadrature instanceof Quadrature.Adaptive adaptive
                && points * 2 <= adaptive.most()
                && largest(residual) > adaptive.tolerance()) {
            sum.close();
            points *= 2;
            sum = points(scope, start, end, points, progress);
            missed = missed(scope, sum, start, end, difference, points);
            residual = residual(missed, points);
        }
        if (!closed && points == 1) {
            return new Average(sum, residual, points);
        }
        DeviceArray mean =
                closed ? StepAlgebra.closed(sum, start, end, missed, 1.0 / points) : sum.multiply(1.0 / points);
        sum.close();
        return new Average(mean, residual, points);
    }

    /** The sum of the gradients in the middle of equal parts. */
    private DeviceArray points(Scope scope, DeviceArray start, DeviceArray end, int points, Progress progress) {
        @Nullable DeviceArray total = null;
        for (int q = 0; q < points; q++) {
            progress.checkCancelled();
            try (Scope work = scope.open()) {
                DeviceArray gradients = part(work, work.constant(start), work.constant(end), q, points);
                DeviceArray next = scope.keep(total == null ? gradients : gradients.add(total));
                if (total != null) {
                    total.close();
                }
                total = next;
            }
        }
        if (total == null) {
            throw new IllegalStateException("no points");
        }
        return total;
    }

    private DeviceArray part(Scope work, DeviceArray start, DeviceArray end, int q, int points) {
        if (quadrature instanceof Quadrature.Fixed) {
            return tests.gradients(work, StepAlgebra.between(start, end, (q + 0.5) / points));
        }
        DeviceArray from = q == 0 ? start : StepAlgebra.between(start, end, (double) q / points);
        DeviceArray to = q + 1 == points ? end : StepAlgebra.between(start, end, (q + 1.0) / points);
        return tests.averagedGradients(work, from, to, Quadrature.KINK_POINTS);
    }

    /** What a sum of gradients misses of as many changes, {@code [size]}. */
    private static DeviceArray missed(
            Scope scope, DeviceArray sum, DeviceArray start, DeviceArray end, double[] difference, int points) {
        double[] changes =
                Arrays.stream(difference).map(change -> points * change).toArray();
        return StepAlgebra.missed(sum, start, end, HostValues.upload(scope, changes, changes.length));
    }

    private static double[] residual(DeviceArray missed, int points) {
        return Arrays.stream(HostValues.of(missed)).map(sum -> sum / points).toArray();
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
