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

/** Hands out the gradients of a recorded training step by step, from the last to the first. */
final class BackwardSweep {

    private final AttributionTask task;
    private final RecordedSteps steps;
    private final NetworkRunner runner;
    private final GradientFactors factors;

    BackwardSweep(AttributionTask task, RecordedSteps steps, NetworkRunner runner, GradientFactors factors) {
        this.task = task;
        this.steps = steps;
        this.runner = runner;
        this.factors = factors;
    }

    /** Receives one step. */
    @FunctionalInterface
    interface Step {

        /**
         * @param step its number
         * @param work owns the gradients; closed afterwards
         * @param gradients of the loss of each image of the step's batch, before the step
         */
        void accept(int step, Scope work, List<LayerGradients> gradients);
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
                receiver.accept(s, work, gradients(work, s));
            }
            progress.update((long) count - s, count, "training steps");
        }
    }

    private List<LayerGradients> gradients(Scope work, int step) {
        int[] batch = steps.batch(step);
        int[] labels = Arrays.stream(batch).map(i -> steps.labels()[i]).toArray();
        Tensor classes = GradientBlocks.oneHot(labels, task.classes());
        Tensor images = steps.seen(step, task.train().inputs().batch(batch));
        Map<String, DeviceArray> weights = new HashMap<>();
        steps.weights(step).forEach((name, value) -> weights.put(name, work.of(value)));
        return factors.of(
                work,
                images,
                name -> {
                    DeviceArray own = weights.get(name);
                    return own == null ? runner.weight(name) : own;
                },
                logits -> OutputFunction.LOSS.seed(logits, classes));
    }
}
