package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import java.util.ArrayList;
import java.util.List;

/** Solves {@code (H + lambda I) x = v} by conjugate gradients from {@code x = v}, a fixed number of steps. */
final class ConjugateGradients implements InverseCurvature {

    private final AttributionTask task;
    private final Network network;
    private final List<String> parameters;
    private final ConjugateGradientSettings settings;

    ConjugateGradients(
            AttributionTask task, Network network, List<String> parameters, ConjugateGradientSettings settings) {
        this.task = task;
        this.network = network;
        this.parameters = parameters;
        this.settings = settings;
    }

    @Override
    public DeviceArray times(DeviceArray gradients, Progress progress) {
        int tests = gradients.shape().dim(0);
        List<DeviceArray> solutions = new ArrayList<>();
        try (TrainingHessian hessian = new TrainingHessian(task, network, parameters, settings.images())) {
            for (int j = 0; j < tests; j++) {
                DeviceArray right = gradients.slice(0, j, j + 1).reshape(-1);
                solutions.add(
                        gradients.scope().keep(solve(hessian, right, progress)).reshape(1, -1));
                progress.update(j + 1, tests, "test images");
            }
        }
        return DeviceArray.concat(0, solutions);
    }

    private DeviceArray solve(TrainingHessian hessian, DeviceArray right, Progress progress) {
        try (Scope scope = right.scope().open()) {
            DeviceArray x = scope.constant(right);
            DeviceArray residual = x.subtract(product(hessian, x, progress));
            DeviceArray direction = residual;
            double norm = squaredNorm(residual);
            for (int step = 0; step < settings.iterations() && norm > 0; step++) {
                DeviceArray image = product(hessian, direction, progress);
                double alpha = norm / direction.multiply(image).sum().toHost().get(0);
                x = x.add(direction.multiply(alpha));
                residual = residual.subtract(image.multiply(alpha));
                double next = squaredNorm(residual);
                direction = residual.add(direction.multiply(next / norm));
                norm = next;
            }
            return right.scope().keep(x);
        }
    }

    private DeviceArray product(TrainingHessian hessian, DeviceArray vector, Progress progress) {
        return hessian.times(vector, progress).add(vector.multiply(settings.damping()));
    }

    private static double squaredNorm(DeviceArray vector) {
        return vector.square().sum().toHost().get(0);
    }
}
