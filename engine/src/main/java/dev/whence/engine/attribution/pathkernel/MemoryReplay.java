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
 * The optimiser's memory after every step, last step first. One pass forwards leaves a state on disk every few steps;
 * between two of them the memory is run backwards, which would amplify rounding too much over a long way.
 */
final class MemoryReplay implements AutoCloseable {

    /** How much a rounding error may grow between two states. */
    private static final double GREATEST_AMPLIFICATION = 16;

    private final PathNetwork network;
    private final Trajectory trajectory;
    private final int interval;
    private final Path file;
    private final FileChannel states;
    private final GradientMemory memory;

    /**
     * Runs through the training once.
     *
     * @param folder for states
     */
    MemoryReplay(PathNetwork network, Trajectory trajectory, BatchGradients batches, Path folder, Progress progress) {
        this.network = network;
        this.trajectory = trajectory;
        double momentum = trajectory.rule().momentum();
        this.interval = momentum == 0
                ? Integer.MAX_VALUE
                : (int) Math.max(1, Math.min(100_000, Math.log(GREATEST_AMPLIFICATION) / -Math.log(momentum)));
        this.memory = new GradientMemory(trajectory.rule(), network.layout().size());
        try {
            file = Files.createTempFile(folder, "memory", ".states");
            states = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        boolean ready = false;
        try {
            if (momentum > 0) {
                forwards(batches, progress);
            }
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

    private void forwards(BatchGradients batches, Progress progress) {
        progress.stage("Gradients along the training");
        for (int step = 0; step < trajectory.steps(); step++) {
            float[] parameters = trajectory.parameters(step);
            try (Scope scope = network.scope()) {
                double[] gradient =
                        batches.mean(scope, step, network.weights(PathNetwork.upload(scope, parameters)), progress);
                memory.advance(step, gradient, trajectory.weightDecay(step), parameters);
            }
            if ((step + 1) % interval == 0) {
                store((step + 1) / interval - 1);
            }
            progress.checkCancelled();
            progress.update(step + 1, trajectory.steps(), "steps");
        }
        store(trajectory.steps() / interval);
    }

    /** Goes to the end of the training again. */
    void rewind() {
        if (trajectory.rule().momentum() > 0) {
            restore(trajectory.steps() / interval);
        }
    }

    /**
     * The memory after a step. To be asked for the last step first, then for the one before, and so on.
     *
     * @param gradient of the step's batch
     */
    GradientMemory after(int step, double[] gradient, float[] parameters) {
        if (trajectory.rule().momentum() == 0) {
            memory.advance(step, gradient, trajectory.weightDecay(step), parameters);
        } else if ((step + 1) % interval == 0) {
            restore((step + 1) / interval - 1);
        }
        return memory;
    }

    /** To be called when a step is done. */
    void leave(int step, double[] gradient, float[] parameters) {
        if (trajectory.rule().momentum() > 0) {
            memory.retreat(step, gradient, trajectory.weightDecay(step), parameters);
        }
    }

    private void store(int slot) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * (memory.gradients().length + memory.decay().length));
        bytes.asDoubleBuffer().put(memory.gradients()).put(memory.decay());
        try {
            long at = (long) slot * bytes.capacity();
            while (bytes.hasRemaining()) {
                at += states.write(bytes, at);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private void restore(int slot) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * (memory.gradients().length + memory.decay().length));
        try {
            long at = (long) slot * bytes.capacity();
            while (bytes.hasRemaining()) {
                at += states.read(bytes, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.flip();
        bytes.asDoubleBuffer().get(memory.gradients()).get(memory.decay());
    }

    @Override
    public void close() {
        try {
            states.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
