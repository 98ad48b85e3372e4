package dev.whence.engine.attribution.influence;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Solves {@code (H + lambda I) x = v} by conjugate gradients from {@code x = v}, a fixed number of steps. With several parts
 * of the training images, the sum of the parts' solutions.
 */
record ConjugateGradients(Checkpoint at, ConjugateGradientSettings settings) implements InverseCurvature {

    static CurvatureMethod method(ConjugateGradientSettings settings) {
        return new CurvatureMethod() {

            @Override
            public InverseCurvature fit(Checkpoint at, Progress progress) {
                return new ConjugateGradients(at, settings);
            }

            @Override
            public InverseCurvature restore(Checkpoint at, Map<String, Tensor> state) {
                return new ConjugateGradients(at, settings);
            }
        };
    }

    @Override
    public Product open() {
        return new Solver();
    }

    private final class Solver implements Product {

        private final NetworkRunner runner = at.task().requiredEngine().load(at.network());
        private final List<TrainingHessian> hessians = new ArrayList<>();
        private double largestResidual;
        private long solved;
        private long withNegativeCurvature;

        Solver() {
            for (int[] part : TrainingHessian.parts(at.images(settings.images()), settings.parts())) {
                hessians.add(new TrainingHessian(at, runner, part));
            }
        }

        @Override
        public DeviceArray times(DeviceArray gradients, Progress progress) {
            int rows = gradients.shape().dim(0);
            List<DeviceArray> solutions = new ArrayList<>();
            for (int j = 0; j < rows; j++) {
                try (Scope scope = gradients.scope().open()) {
                    DeviceArray right =
                            scope.constant(gradients).slice(0, j, j + 1).reshape(-1);
                    DeviceArray sum = null;
                    for (int part = 0; part < hessians.size(); part++) {
                        StateKeeper keeper =
                                progress.state("system_" + at.number() + "_" + part, settings.iterations());
                        DeviceArray solution = solve(hessians.get(part), right, keeper, progress);
                        sum = sum == null ? solution : sum.add(solution);
                    }
                    if (sum == null) {
                        throw new IllegalStateException("no part of the training images");
                    }
                    solutions.add(gradients.scope().keep(sum.reshape(1, -1)));
                }
                progress.update(j + 1, rows, "systems");
            }
            return DeviceArray.concat(0, solutions);
        }

        @Override
        public int together() {
            return 1;
        }

        private DeviceArray solve(TrainingHessian hessian, DeviceArray right, StateKeeper keeper, Progress progress) {
            Scope scope = right.scope();
            String advice = NonFinite.raise(settings.damping());
            StateKeeper.State kept = keeper.kept();
            DeviceArray x = kept == null ? right : restored(scope, kept, 0);
            DeviceArray residual = kept == null ? x.subtract(product(hessian, x, progress)) : restored(scope, kept, 1);
            DeviceArray direction = kept == null ? residual : restored(scope, kept, 2);
            double start = squaredNorm(right, 0, advice);
            double norm = squaredNorm(residual, 0, advice);
            boolean convex = kept == null || kept.arrays().get(3).get(0) > 0;
            for (int step = kept == null ? 1 : (int) kept.step() + 1;
                    step <= settings.iterations() && norm > 0;
                    step++) {
                try (Scope work = scope.open()) {
                    DeviceArray along = work.constant(direction);
                    DeviceArray image = product(hessian, along, progress);
                    double curvature = along.multiply(image).sum().toHost().get(0);
                    convex &= curvature > 0;
                    double alpha = NonFinite.check(norm / curvature, place(step), advice);
                    x = scope.keep(x.add(along.multiply(alpha)));
                    residual = scope.keep(residual.subtract(image.multiply(alpha)));
                    double next = squaredNorm(residual, step, advice);
                    direction = scope.keep(residual.add(along.multiply(next / norm)));
                    norm = next;
                }
                List<DeviceArray> vectors = List.of(x, residual, direction);
                boolean soFar = convex;
                keeper.keep(step, () -> state(vectors, soFar));
            }
            note(start, norm, convex);
            return x;
        }

        private static DeviceArray restored(Scope scope, StateKeeper.State kept, int array) {
            return scope.of(kept.arrays().get(array));
        }

        private static List<Tensor> state(List<DeviceArray> vectors, boolean convex) {
            List<Tensor> state = new ArrayList<>();
            vectors.forEach(vector -> state.add(vector.toHost()));
            state.add(Tensor.of(new double[] {convex ? 1 : 0}, 1));
            return state;
        }

        private void note(double start, double norm, boolean convex) {
            if (start > 0) {
                largestResidual = Math.max(largestResidual, Math.sqrt(norm / start));
            }
            solved++;
            withNegativeCurvature += convex ? 0 : 1;
        }

        private DeviceArray product(TrainingHessian hessian, DeviceArray vector, Progress progress) {
            return hessian.times(vector, progress).add(vector.multiply(settings.damping()));
        }

        private double squaredNorm(DeviceArray vector, int step, String advice) {
            return NonFinite.squaredNorm(vector, place(step), advice);
        }

        private String place(int step) {
            return step == 0 ? "the start of conjugate gradients" : "step " + step + " of conjugate gradients";
        }

        @Override
        public Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("Residual", String.format(Locale.ROOT, "at most %.2g of the right side", largestResidual));
            facts.put(
                    "Negative curvature",
                    withNegativeCurvature == 0
                            ? "none met"
                            : "met in " + withNegativeCurvature + " of " + solved + " systems: raise the damping");
            return facts;
        }

        @Override
        public void close() {
            hessians.forEach(TrainingHessian::close);
            runner.close();
        }
    }
}
