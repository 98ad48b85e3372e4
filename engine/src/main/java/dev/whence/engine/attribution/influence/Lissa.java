package dev.whence.engine.attribution.influence;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code c <- v + (1 - delta) c - H_B c / sigma} with the Hessian of random training images B in each step; {@code c /
 * sigma} approaches {@code (H + sigma delta I)^-1 v} (Agarwal et al. 2017). The images of a step follow from seed, repeat
 * and step alone and are the same for all vectors.
 *
 * @param order the training images the steps draw from, in an order that follows from their content, so that the dataset's
 *     own order does not matter, {@code [images]}
 */
record Lissa(Checkpoint at, LissaSettings settings, Tensor order) implements InverseCurvature {

    private static final String ORDER = "order";

    static CurvatureMethod method(LissaSettings settings) {
        return new CurvatureMethod() {

            @Override
            public InverseCurvature fit(Checkpoint at, Progress progress) {
                long[] order = ContentOrder.of(at.task().train(), at.images(settings.images()), progress);
                return new Lissa(at, settings, Tensor.of(order, order.length));
            }

            @Override
            public InverseCurvature restore(Checkpoint at, Map<String, Tensor> state) {
                Tensor order = state.get(ORDER);
                if (order == null || order.size() != at.images(settings.images())) {
                    throw new BadInputException("The stored preparation lacks an order of these training images.");
                }
                return new Lissa(at, settings, order);
            }
        };
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of(ORDER, order);
    }

    /** The images of one step: the first entries of a random order of all. */
    static int[] draw(long seed, int repeat, int step, int images, int batch) {
        int[] order = IntStream.range(0, images).toArray();
        long own = SplitMix.bits(SplitMix.bits(seed, repeat), step);
        for (int i = 0; i < batch; i++) {
            int other = i + (int) Long.remainderUnsigned(SplitMix.bits(own, i), images - i);
            int value = order[i];
            order[i] = order[other];
            order[other] = value;
        }
        return IntStream.range(0, batch).map(i -> order[i]).toArray();
    }

    @Override
    public Product open() {
        return new Iteration();
    }

    private final class Iteration implements Product {

        private final NetworkRunner runner = at.task().requiredEngine().load(at.network());
        private final int images = at.images(settings.images());
        private final boolean whole = settings.batch() == 0 || settings.batch() >= images;
        private final TrainingHessian all =
                new TrainingHessian(at, runner, IntStream.range(0, images).toArray());

        @Override
        public DeviceArray times(DeviceArray gradients, Progress progress) {
            DeviceArray sum = null;
            for (int repeat = 0; repeat < settings.repeats(); repeat++) {
                try (Scope scope = gradients.scope().open()) {
                    DeviceArray estimate = estimate(scope.constant(gradients), repeat, progress);
                    DeviceArray total = sum == null ? estimate : sum.add(estimate);
                    sum = gradients.scope().keep(total);
                }
            }
            if (sum == null) {
                throw new IllegalStateException("no repeats");
            }
            return sum.multiply(1 / (settings.scaling() * settings.repeats()));
        }

        private DeviceArray estimate(DeviceArray vectors, int repeat, Progress progress) {
            Scope scope = vectors.scope();
            DeviceArray current = vectors;
            for (int step = 0; step < settings.depth(); step++) {
                DeviceArray before = current;
                try (Scope work = scope.open()) {
                    DeviceArray start = work.constant(before);
                    DeviceArray images = products(start, repeat, step, progress);
                    DeviceArray next = vectors.add(start.multiply(1 - settings.damping()))
                            .subtract(images.multiply(1 / settings.scaling()));
                    NonFinite.squaredNorm(next, "step " + (step + 1) + " of LiSSA", advice());
                    current = scope.keep(next);
                }
                if (step > 0) {
                    before.close();
                }
                progress.update((long) repeat * settings.depth() + step + 1, steps(), "steps");
            }
            return current;
        }

        private long steps() {
            return (long) settings.repeats() * settings.depth();
        }

        private DeviceArray products(DeviceArray vectors, int repeat, int step, Progress progress) {
            if (whole) {
                return products(all, vectors, progress);
            }
            int[] drawn = Arrays.stream(draw(at.task().seed(), repeat, step, images, settings.batch()))
                    .map(position -> (int) order.longs()[position])
                    .toArray();
            try (TrainingHessian part = new TrainingHessian(at, runner, drawn)) {
                return products(part, vectors, progress);
            }
        }

        private DeviceArray products(TrainingHessian hessian, DeviceArray vectors, Progress progress) {
            List<DeviceArray> rows = new ArrayList<>();
            for (int j = 0; j < vectors.shape().dim(0); j++) {
                DeviceArray row = vectors.slice(0, j, j + 1).reshape(-1);
                rows.add(hessian.times(row, progress).reshape(1, -1));
            }
            return DeviceArray.concat(0, rows);
        }

        private String advice() {
            return "raise the scaling above half of the Hessian's largest eigenvalue (now " + settings.scaling()
                    + ") or the damping (now " + settings.damping() + ")";
        }

        @Override
        public void close() {
            all.close();
            runner.close();
        }
    }
}
