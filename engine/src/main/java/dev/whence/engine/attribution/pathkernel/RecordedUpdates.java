package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.job.Progress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The updates of a recorded training, taken apart: what weight decay did follows from the parameters, the rest is what loss
 * gradients did.
 */
final class RecordedUpdates implements AutoCloseable {

    private final Trajectory trajectory;
    /** A coupled decay passes through the optimiser's memory, so that each step depends on all before it. */
    private final @Nullable VectorFile coupled;

    /** @param folder for what is kept: as much as the parameters of the history with a coupled decay, else nothing */
    RecordedUpdates(Trajectory trajectory, Path folder, Progress progress) {
        this.trajectory = trajectory;
        this.coupled =
                trajectory.rule().decoupled() || undecayed(trajectory) ? null : coupled(trajectory, folder, progress);
    }

    private static boolean undecayed(Trajectory trajectory) {
        for (int step = 0; step < trajectory.steps(); step++) {
            if (trajectory.weightDecay(step) != 0) {
                return false;
            }
        }
        return true;
    }

    private static VectorFile coupled(Trajectory trajectory, Path folder, Progress progress) {
        progress.stage("Weight decay along the training");
        int size = trajectory.parameters(0).length;
        TermMemory memory = new TermMemory(trajectory, size);
        VectorFile file = VectorFile.temporary(folder.resolve("decay.f32"), size);
        boolean ready = false;
        try {
            for (int step = 0; step < trajectory.steps(); step++) {
                progress.checkCancelled();
                file.write(step, memory.update(step, terms(trajectory, step)));
            }
            ready = true;
            return file;
        } finally {
            if (!ready) {
                file.close();
            }
        }
    }

    private static double[] terms(Trajectory trajectory, int step) {
        float[] parameters = trajectory.parameters(step);
        double weight = trajectory.weightDecay(step);
        double[] terms = new double[parameters.length];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = weight * parameters[i];
        }
        return terms;
    }

    /**
     * @param before parameters before a step
     * @param after parameters after it
     */
    StepUpdate update(int step, float[] before, float[] after) {
        float[] byDecay = byDecay(step, before);
        float[] byGradients = new float[before.length];
        for (int i = 0; i < byGradients.length; i++) {
            byGradients[i] = (float) ((double) after[i] - before[i] - byDecay[i]);
        }
        return new StepUpdate(byGradients, byDecay);
    }

    /** @param before parameters before the step */
    float[] byDecay(int step, float[] before) {
        if (coupled != null) {
            return coupled.read(step);
        }
        double factor = -trajectory.learningRate(step) * trajectory.weightDecay(step);
        float[] byDecay = new float[before.length];
        for (int i = 0; i < byDecay.length; i++) {
            byDecay[i] = (float) (factor * before[i]);
        }
        return byDecay;
    }

    @Override
    public void close() {
        if (coupled != null) {
            coupled.close();
        }
    }
}
