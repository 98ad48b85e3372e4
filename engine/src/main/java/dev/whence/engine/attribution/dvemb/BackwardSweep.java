package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.gradient.GradientBlocks;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.GradientFactors;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Hands out the gradients of a recorded training step by step, from the last to the first. */
final class BackwardSweep {

    private final AttributionTask task;
    private final RecordedSteps steps;
    private final NetworkRunner runner;
    private final GradientFactors factors;
    private final int block;

    BackwardSweep(AttributionTask task, RecordedSteps steps, NetworkRunner runner, GradientFactors factors) {
        this(task, steps, runner, factors, GradientBlocks.blockOf(factors));
    }

    /** @param block images whose gradients are held together */
    BackwardSweep(AttributionTask task, RecordedSteps steps, NetworkRunner runner, GradientFactors factors, int block) {
        this.task = task;
        this.steps = steps;
        this.runner = runner;
        this.factors = factors;
        this.block = block;
    }

    /** Receives one step. */
    @FunctionalInterface
    interface Step {

        /**
         * @param step its number
         * @param work closed afterwards
         * @param gradients of the loss of each image of the step's batch, before the step
         */
        void accept(int step, Scope work, Blocks gradients);
    }

    /** Gradients of a batch, in the batch's order, as many at a time as memory should hold. */
    @FunctionalInterface
    interface Blocks {

        /** @param block gets each block's gradients with the scope that owns them, closed when it returns */
        void each(BiConsumer<Scope, List<LayerGradients>> block);
    }

    /** What a receiver carries from step to step. */
    interface Carried {

        /** Everything that {@link #restore} needs. */
        List<Tensor> state();

        void restore(List<Tensor> state);
    }

    /**
     * Goes on from the latest state that an earlier attempt has kept.
     *
     * @param name under which the state is kept
     */
    void run(Scope scope, String name, Progress progress, Carried carried, Step receiver) {
        StateKeeper keeper = progress.state(name, steps.steps());
        StateKeeper.State kept = keeper.kept();
        if (kept != null) {
            carried.restore(kept.arrays());
        }
        run(scope, kept == null ? 0 : (int) kept.step(), progress, (step, work, gradients) -> {
            receiver.accept(step, work, gradients);
            keeper.keep((long) steps.steps() - step, carried::state);
        });
    }

    void run(Scope scope, Progress progress, Step receiver) {
        run(scope, 0, progress, receiver);
    }

    private void run(Scope scope, int finished, Progress progress, Step receiver) {
        int count = steps.steps();
        for (int s = count - 1 - finished; s >= 0; s--) {
            progress.checkCancelled();
            try (Scope work = scope.open()) {
                receiver.accept(s, work, gradients(work, s, progress));
            }
            progress.update((long) count - s, count, "training steps");
        }
    }

    private Blocks gradients(Scope work, int step, Progress progress) {
        int[] batch = steps.batch(step);
        int[] labels = Arrays.stream(batch).map(i -> steps.labels()[i]).toArray();
        Tensor classes = GradientBlocks.oneHot(labels, task.classes());
        Tensor images = steps.seen(step, task.train().inputs().batch(batch));
        Map<String, DeviceArray> weights = new HashMap<>();
        steps.weights(step).forEach((name, value) -> weights.put(name, work.of(value)));
        return receiver -> {
            for (int from = 0; from < batch.length; from += block) {
                progress.checkCancelled();
                int to = Math.min(batch.length, from + block);
                Tensor rows = classes.rows(from, to);
                try (Scope scope = work.open()) {
                    receiver.accept(
                            scope,
                            factors.of(
                                    scope,
                                    images.rows(from, to),
                                    name -> {
                                        DeviceArray own = weights.get(name);
                                        return own == null ? runner.weight(name) : own;
                                    },
                                    logits -> OutputFunction.LOSS.seed(logits, rows)));
                }
            }
        };
    }
}
