package dev.whence.engine.attribution.representer;

import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The strongly convex problem {@code min over Theta of mean cross-entropy(F Theta^T, Pi) + lambda |Theta|^2} with soft
 * targets Pi, solved by Newton steps whose systems are solved by conjugate gradients, with a backtracking line search.
 */
final class FinalLayerFit {

    /** A step must bring this share of what its slope promises. */
    private static final double SUFFICIENT = 1e-4;

    private static final int MOST_HALVINGS = 40;
    private static final int MOST_PRODUCTS = 100;

    private final DeviceArray features;
    private final DeviceArray targets;
    private final double penalty;
    private final int images;

    /**
     * @param features F, {@code [n, d]}
     * @param targets Pi, {@code [n, k]}, rows that add up to 1
     * @param penalty lambda
     */
    FinalLayerFit(DeviceArray features, DeviceArray targets, double penalty) {
        this.features = features;
        this.targets = targets;
        this.penalty = penalty;
        this.images = features.shape().dim(0);
    }

    /**
     * How a refit ended.
     *
     * @param theta {@code [k, d]}, float64
     * @param objective at theta
     * @param slope length of the gradient at theta divided by that at the start
     * @param steps Newton steps
     */
    record Result(Tensor theta, double objective, double slope, int steps) {}

    /** The objective at a point {@code [k, d]}. */
    double objective(DeviceArray theta) {
        DeviceArray logProbabilities = features.matmul(theta.transpose(0, 1)).logSoftmax(1);
        double loss = -number(logProbabilities.multiply(targets).sum()) / images;
        return loss + penalty * number(theta.square().sum());
    }

    /** {@code (softmax(F Theta^T) - Pi) / n}: the derivative of the mean loss by the logits, {@code [n, k]}. */
    DeviceArray residuals(DeviceArray theta) {
        return features.matmul(theta.transpose(0, 1))
                .softmax(1)
                .subtract(targets)
                .multiply(1.0 / images);
    }

    /**
     * @param start {@code [k, d]}
     * @param tolerance of the gradient's length relative to the start's
     */
    Result solve(Tensor start, double tolerance, int mostSteps, Progress progress) {
        StateKeeper keeper = progress.state("refit", mostSteps);
        StateKeeper.State kept = keeper.kept();
        Tensor theta = kept == null ? start.toFloat64() : kept.arrays().get(0);
        double first = kept == null ? 0 : kept.arrays().get(1).get(0);
        double slope = 1;
        double objective = 0;
        int step = kept == null ? 0 : (int) kept.step();
        while (true) {
            progress.checkCancelled();
            try (Scope scope = features.scope().open()) {
                DeviceArray point = scope.of(theta);
                objective = objective(point);
                DeviceArray gradient = gradient(point);
                double length = Math.sqrt(number(gradient.square().sum()));
                GradientRows.requireFinite(length, "the gradients of the refitted final layer");
                first = step == 0 ? length : first;
                slope = first == 0 ? 0 : length / first;
                progress.update(step, mostSteps, "Newton steps");
                if (slope <= tolerance || step == mostSteps) {
                    break;
                }
                DeviceArray direction = newton(point, gradient, length, progress);
                DeviceArray next = searched(point, direction, gradient, objective);
                if (next == null) {
                    break;
                }
                theta = next.toHost().toFloat64();
                step++;
                List<Tensor> state = List.of(theta, Tensor.of(new double[] {first}, 1));
                keeper.keep(step, () -> state);
            }
        }
        return new Result(theta, objective, slope, step);
    }

    private DeviceArray gradient(DeviceArray theta) {
        return residuals(theta).transpose(0, 1).matmul(features).add(theta.multiply(2 * penalty));
    }

    /** Approximately minus the inverse Hessian times the gradient. */
    private DeviceArray newton(DeviceArray theta, DeviceArray gradient, double length, Progress progress) {
        DeviceArray probabilities = features.matmul(theta.transpose(0, 1)).softmax(1);
        double enough = Math.min(0.1, Math.sqrt(length)) * length;
        DeviceArray x = gradient.multiply(0);
        DeviceArray r = gradient.negate();
        DeviceArray d = r;
        double rr = length * length;
        for (int i = 0; i < MOST_PRODUCTS && Math.sqrt(rr) > enough; i++) {
            progress.checkCancelled();
            DeviceArray curved = curvature(probabilities, d);
            double step = rr / number(d.multiply(curved).sum());
            x = x.add(d.multiply(step));
            r = r.subtract(curved.multiply(step));
            double next = number(r.square().sum());
            d = r.add(d.multiply(next / rr));
            rr = next;
        }
        return x;
    }

    /** The Hessian times a direction {@code [k, d]}. */
    private DeviceArray curvature(DeviceArray probabilities, DeviceArray direction) {
        DeviceArray moved = features.matmul(direction.transpose(0, 1));
        DeviceArray centre = probabilities.multiply(moved).sum(true, 1);
        DeviceArray weighted = probabilities.multiply(moved.subtract(centre)).multiply(1.0 / images);
        return weighted.transpose(0, 1).matmul(features).add(direction.multiply(2 * penalty));
    }

    /** The first halved step that lowers the objective enough; none if rounding leaves nothing to gain. */
    private @Nullable DeviceArray searched(
            DeviceArray theta, DeviceArray direction, DeviceArray gradient, double objective) {
        double slope = number(direction.multiply(gradient).sum());
        double step = 1;
        for (int i = 0; i < MOST_HALVINGS; i++) {
            DeviceArray next = theta.add(direction.multiply(step));
            if (objective(next) <= objective + SUFFICIENT * step * slope) {
                return next;
            }
            step /= 2;
        }
        return null;
    }

    private static double number(DeviceArray scalar) {
        return scalar.toHost().get(0);
    }
}
