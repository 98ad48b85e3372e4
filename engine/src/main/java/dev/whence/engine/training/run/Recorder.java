package dev.whence.engine.training.run;

import dev.whence.engine.model.file.NetworkFiles;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.history.HistoryWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the history of a run, or nothing if none is wanted. */
final class Recorder implements AutoCloseable {

    private final @Nullable HistoryWriter writer;
    private final TrainingSettings settings;
    private final boolean withBuffers;

    private Recorder(@Nullable HistoryWriter writer, TrainingSettings settings) {
        this.writer = writer;
        this.settings = settings;
        withBuffers = settings.batchNorm() == BatchNormMode.BATCH;
    }

    /**
     * @param labels as they are trained on
     * @param state where to go on; absent starts anew
     */
    static Recorder open(TrainingJob job, TrainingSettings settings, int[] labels, @Nullable RunState state) {
        if (settings.interval().kind() == TrainingSettings.Interval.Kind.NONE) {
            return new Recorder(null, settings);
        }
        if (state != null) {
            int steps = state.optimizer().steps();
            return new Recorder(HistoryWriter.reopen(job.history(), steps, state.historyStates()), settings);
        }
        TrainingDescription description = new TrainingDescription(
                job.folder().toAbsolutePath().normalize().resolve(NetworkFiles.NETWORK),
                job.source(),
                settings.optimizer(),
                settings.augmentation(),
                settings.batchNorm(),
                settings.seed());
        List<ParameterGroup> buffers =
                settings.batchNorm() == BatchNormMode.BATCH ? ParameterGroup.ofBuffers(job.network()) : List.of();
        return new Recorder(
                HistoryWriter.create(
                        job.history(),
                        description,
                        ParameterGroup.ofParameters(job.network()),
                        buffers,
                        labels,
                        settings.optimizer().adaptive()),
                settings);
    }

    void state(int state, StepMachine machine) {
        if (writer == null) {
            return;
        }
        double[] values = withBuffers ? machine.buffers() : new double[0];
        float[] buffers = new float[values.length];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = (float) values[i];
        }
        float[] moment = settings.optimizer().adaptive() ? machine.secondMoment() : new float[0];
        writer.state(state, machine.parameters(), moment, buffers);
    }

    void step(int[] batch, int[] choices, double learningRate, double loss, double accuracy) {
        if (writer != null) {
            double decay = settings.optimizer().weightDecay();
            writer.step(batch, choices, learningRate, decay, loss, accuracy);
        }
    }

    void commit() {
        if (writer != null) {
            writer.commit();
        }
    }

    int states() {
        return writer == null ? 0 : writer.states();
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
