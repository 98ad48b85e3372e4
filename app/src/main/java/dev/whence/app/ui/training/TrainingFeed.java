package dev.whence.app.ui.training;

import dev.whence.engine.training.run.EpochReport;
import dev.whence.engine.training.run.StepReport;
import dev.whence.engine.training.run.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Carries reports from the training thread into the model, a few times a second however fast the steps are. */
final class TrainingFeed implements TrainingListener {

    private static final long NANOS = 200_000_000;

    private final TrainingModel model;
    private final Executor ui;
    private final List<StepReport> steps = new ArrayList<>();
    private final List<EpochReport> epochs = new ArrayList<>();
    private long lastFlush;

    TrainingFeed(TrainingModel model, Executor ui) {
        this.model = model;
        this.ui = ui;
    }

    @Override
    public void step(StepReport report) {
        synchronized (this) {
            steps.add(report);
        }
        flushIfDue();
    }

    @Override
    public void epoch(EpochReport report) {
        synchronized (this) {
            epochs.add(report);
        }
        flushIfDue();
    }

    private void flushIfDue() {
        long now = System.nanoTime();
        if (now - lastFlush > NANOS) {
            lastFlush = now;
            ui.execute(this::flush);
        }
    }

    /** Brings what has come since into the model; on the UI thread. */
    void flush() {
        List<StepReport> newSteps;
        List<EpochReport> newEpochs;
        synchronized (this) {
            newSteps = List.copyOf(steps);
            newEpochs = List.copyOf(epochs);
            steps.clear();
            epochs.clear();
        }
        int known = model.epochs().isEmpty()
                ? -1
                : model.epochs().get(model.epochs().size() - 1).epoch();
        // A training that goes on tells its earlier epochs again.
        model.epochs()
                .addAll(newEpochs.stream()
                        .filter(report -> report.epoch() > known)
                        .toList());
        if (newSteps.isEmpty()) {
            return;
        }
        model.steps().addAll(newSteps);
        StepReport last = newSteps.get(newSteps.size() - 1);
        if (model.stageProperty().get() == TrainingModel.Stage.RUNNING) {
            model.statusProperty().set("Step " + (last.step() + 1) + " of " + last.steps());
        }
    }
}
