package dev.whence.engine.attribution.influence;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
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
            Scope scope = gradients.scope();
            StateKeeper keeper = progress.state("steps_" + at.number(), steps());
            StateKeeper.State kept = keeper.kept();
            DeviceArray sum = kept == null
                    ? gradients.multiply(0)
                    : scope.of(kept.arrays().get(0));
            DeviceArray current =
                    kept == null ? gradients : scope.of(kept.arrays().get(1));
            for (long step = kept == null ? 0 : kept.step(); step < steps(); step++) {
                boolean first = step % settings.depth() == 0;
                boolean last = step % settings.depth() == settings.depth() - 1;
                DeviceArray before = current;
                DeviceArray sumBefore = sum;
                try (Scope work = scope.open()) {
                    DeviceArray next = next(gradients, work.constant(first ? gradients : before), step, progress);
                    sum = last ? scope.keep(sumBefore.add(next)) : sumBefore;
                    current = scope.keep(next);
                }
                free(before, gradients, current);
                free(sumBefore, gradients, sum);
                List<DeviceArray> state = List.of(sum, current);
                keeper.keep(
                        step + 1, () -> state.stream().map(DeviceArray::toHost).toList());
                progress.update(step + 1, steps(), "steps");
            }
            return sum.multiply(1 / (settings.scaling() * settings.repeats()));
        }

        private static void free(DeviceArray before, DeviceArray given, DeviceArray now) {
            if (before != given && before != now) {
                before.close();
            }
        }

        private DeviceArray next(DeviceArray vectors, DeviceArray current, long step, Progress progress) {
            int repeat = (int) (step / settings.depth());
            int depth = (int) (step % settings.depth());
            DeviceArray images = products(current, repeat, depth, progress);
            DeviceArray next = vectors.add(current.multiply(1 - settings.damping()))
                    .subtract(images.multiply(1 / settings.scaling()));
            NonFinite.squaredNorm(next, "step " + (depth + 1) + " of LiSSA", advice());
            return next;
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
