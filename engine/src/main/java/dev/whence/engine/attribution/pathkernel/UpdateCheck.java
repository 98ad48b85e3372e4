package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.job.Progress;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Tells whether the batches explain what was recorded: gradients of the batches' losses are gathered in any order, then put
 * together to updates by the optimiser's rule, going forwards.
 */
final class UpdateCheck implements AutoCloseable {

    private final Trajectory trajectory;
    private final RecordedUpdates recorded;
    private final VectorFile gradients;
    private final int size;

    /** @param folder for what is kept, perhaps by an earlier attempt: as much as the parameters of the history */
    UpdateCheck(Trajectory trajectory, RecordedUpdates recorded, Path folder) {
        this.trajectory = trajectory;
        this.recorded = recorded;
        this.size = trajectory.parameters(0).length;
        this.gradients = VectorFile.kept(folder.resolve("gradients.f32"), size);
    }

    /** @param mean gradient of the step's batch, {@code [parameters]} */
    void gradient(int step, double[] mean) {
        float[] narrowed = new float[mean.length];
        for (int i = 0; i < narrowed.length; i++) {
            narrowed[i] = (float) mean[i];
        }
        gradients.write(step, narrowed);
    }

    /** Adds what is kept of a step to a checksum. */
    void addTo(CRC32 sum, int step) {
        gradients.addTo(sum, step);
    }

    /** Forces what is kept to the disk. */
    void force() {
        gradients.force();
    }

    /** Receives a step: its update by the batches, the parameters before it and after it. */
    @FunctionalInterface
    interface Receiver {
        void accept(int step, StepUpdate update, float[] before, float[] after);
    }

    /** The optimiser's memory before the first step. */
    TermMemory memory() {
        return new TermMemory(trajectory, size);
    }

    /**
     * All steps in order from one on, when the gradient of each is known.
     *
     * @param memory before that step
     */
    void forwards(int from, TermMemory memory, Receiver receiver, Progress progress) {
        float[] before = trajectory.parameters(from);
        for (int step = from; step < trajectory.steps(); step++) {
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
        forwards(0, memory(), (step, update, before, after) -> errors[step] = update.error(before, after), progress);
        return errors;
    }

    @Override
    public void close() {
        gradients.close();
    }
}
