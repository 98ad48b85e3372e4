package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.job.Progress;
import java.nio.file.Path;

/**
 * Tells whether the batches explain what was recorded: gradients of the batches' losses are gathered in any order, then put
 * together to updates by the optimiser's rule, going forwards.
 */
final class UpdateCheck implements AutoCloseable {

    private final Trajectory trajectory;
    private final RecordedUpdates recorded;
    private final VectorFile gradients;
    private final int size;

    /** @param folder for what is kept: as much as the parameters of the history */
    UpdateCheck(Trajectory trajectory, RecordedUpdates recorded, Path folder) {
        this.trajectory = trajectory;
        this.recorded = recorded;
        this.size = trajectory.parameters(0).length;
        this.gradients = new VectorFile(folder, size);
    }

    /** @param mean gradient of the step's batch, {@code [parameters]} */
    void gradient(int step, double[] mean) {
        float[] narrowed = new float[mean.length];
        for (int i = 0; i < narrowed.length; i++) {
            narrowed[i] = (float) mean[i];
        }
        gradients.write(step, narrowed);
    }

    /** Receives a step: its update by the batches, the parameters before it and after it. */
    @FunctionalInterface
    interface Receiver {
        void accept(int step, StepUpdate update, float[] before, float[] after);
    }

    /** All steps in order, when the gradient of each is known. */
    void forwards(Receiver receiver, Progress progress) {
        TermMemory memory = new TermMemory(trajectory, size);
        float[] before = trajectory.parameters(0);
        for (int step = 0; step < trajectory.steps(); step++) {
            progress.checkCancelled();
            float[] gradient = gradients.read(step);
            double[] terms = new double[size];
            for (int i = 0; i < size; i++) {
                terms[i] = gradient[i];
            }
            float[] after = trajectory.parameters(step + 1);
            float[] byGradients = memory.update(step, terms);
            receiver.accept(step, new StepUpdate(byGradients, recorded.byDecay(step, before)), before, after);
            before = after;
        }
    }

    /**
     * By how much the update of each step misses the recorded one, relative to its norm.
     *
     * @see StepUpdate#error
     */
    double[] errors(Progress progress) {
        double[] errors = new double[trajectory.steps()];
        forwards((step, update, before, after) -> errors[step] = update.error(before, after), progress);
        return errors;
    }

    @Override
    public void close() {
        gradients.close();
    }
}
