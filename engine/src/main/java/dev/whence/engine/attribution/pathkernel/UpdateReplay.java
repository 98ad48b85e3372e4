package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Every update of a training put together from its batches, in one pass forwards, and kept on disk until it is read in any
 * order: as large as the parameters of the history, twice that with a coupled decay.
 */
final class UpdateReplay implements AutoCloseable {

    private final Trajectory trajectory;
    private final int size;
    private final Path file;
    private final FileChannel updates;

    /**
     * Runs through the training once.
     *
     * @param folder for what is kept
     */
    UpdateReplay(PathNetwork network, Trajectory trajectory, BatchGradients batches, Path folder, Progress progress) {
        this.trajectory = trajectory;
        this.size = network.layout().size();
        try {
            file = Files.createTempFile(folder, "updates", ".f32");
            updates = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        boolean ready = false;
        try {
            forwards(network, batches, progress);
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private static WorkFailedException unwritable(Path place, IOException cause) {
        return new WorkFailedException(
                "Cannot keep intermediate results in " + place
                        + "; free some space there or choose another cache folder.",
                cause);
    }

    private void forwards(PathNetwork network, BatchGradients batches, Progress progress) {
        progress.stage("Gradients along the training");
        UpdateRule rule = trajectory.rule();
        GradientMemory memory = new GradientMemory(rule, size);
        for (int step = 0; step < trajectory.steps(); step++) {
            progress.checkCancelled();
            float[] parameters = trajectory.parameters(step);
            try (Scope scope = network.scope()) {
                double[] gradient = batches.mean(scope, step, PathNetwork.upload(scope, parameters), progress);
                memory.advance(step, gradient, trajectory.weightDecay(step), parameters);
                float[] scale = rule.adaptive() ? rule.scale(step, trajectory.secondMoment(step + 1)) : new float[0];
                store(step, StepUpdate.of(trajectory, step, memory, gradient, parameters, scale));
            }
            progress.update(step + 1, trajectory.steps(), "steps");
        }
    }

    private void store(int step, StepUpdate update) {
        ByteBuffer bytes = ByteBuffer.allocate(rowBytes());
        bytes.asFloatBuffer().put(update.byGradients()).put(kept(update.byDecay()));
        try {
            long at = (long) step * rowBytes();
            while (bytes.hasRemaining()) {
                at += updates.write(bytes, at);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Decoupled decay follows from the parameters. */
    private float[] kept(float[] byDecay) {
        return trajectory.rule().decoupled() ? new float[0] : byDecay;
    }

    private int rowBytes() {
        return Math.multiplyExact(trajectory.rule().decoupled() ? size : 2 * size, Float.BYTES);
    }

    /**
     * The update of a step.
     *
     * @param parameters before it
     */
    StepUpdate update(int step, float[] parameters) {
        ByteBuffer bytes = ByteBuffer.allocate(rowBytes());
        try {
            long at = (long) step * rowBytes();
            while (bytes.hasRemaining()) {
                at += updates.read(bytes, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        float[] byGradients = new float[size];
        float[] byDecay = new float[size];
        bytes.flip().asFloatBuffer().get(byGradients);
        if (trajectory.rule().decoupled()) {
            double factor = -trajectory.learningRate(step) * trajectory.weightDecay(step);
            for (int i = 0; i < size; i++) {
                byDecay[i] = (float) (factor * parameters[i]);
            }
        } else {
            bytes.position(size * Float.BYTES).asFloatBuffer().get(byDecay);
        }
        return new StepUpdate(byGradients, byDecay);
    }

    @Override
    public void close() {
        try {
            updates.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
