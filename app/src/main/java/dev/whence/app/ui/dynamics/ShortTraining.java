package dev.whence.app.ui.dynamics;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.Schedule;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.TrainingSettings.Interval;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.training.history.HistoryForecast;
import dev.whence.engine.training.request.TrainingPreparation;
import dev.whence.engine.training.request.TrainingRequest;
import dev.whence.engine.training.run.Trainer;
import dev.whence.engine.training.run.TrainingListener;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.nio.file.Path;

/**
 * A short training of the open network's layers from new starting weights on its own training images, every state kept: a
 * history to look at where the network's own was not recorded.
 *
 * @param folder of all such trainings
 */
record ShortTraining(Workspace workspace, Path folder) {

    /** About as many steps are taken. */
    static final int STEPS = 60;

    private static final int LARGEST_BATCH = 256;
    private static final int SMALLEST_BATCH = 16;
    private static final double RATE = 0.001;
    private static final int NAME = 16;

    /** How large the history will be, in words. */
    String size() {
        return HistoryForecast.of(workspace.classifier().network(), settings(), images())
                .text();
    }

    /** Trains, unless it was done before, and gives the history. */
    HistoryFolder record(Progress progress) {
        WorkspaceSpec spec = workspace.spec();
        WorkspaceSpec.DataSource train = spec.train();
        if (train == null) {
            throw new BadInputException("This project has no training images; open some to train on them.");
        }
        Path run = folder.resolve(workspace.classifier().sha256().substring(0, NAME) + "-" + images());
        try (ExecutionEngine engine = ExecutionEngine.open(spec.execution())) {
            TrainingRequest request = new TrainingRequest(
                    new TrainingRequest.Start.FromFile(spec.model(), false),
                    train,
                    null,
                    spec.preprocessing(),
                    workspace.classNames(),
                    settings(),
                    run,
                    spec.cache());
            TrainingPreparation prepared = TrainingPreparation.of(request, engine, progress);
            progress.stage("Training anew, every step recorded");
            Trainer.run(prepared.job(), TrainingListener.none(), progress);
        }
        return HistoryFolder.open(run.resolve("history"));
    }

    private int images() {
        return workspace.images(Split.TRAIN).size();
    }

    private TrainingSettings settings() {
        int batch = Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, images() / STEPS));
        int stepsPerEpoch = Math.max(1, (images() + batch - 1) / batch);
        return new TrainingSettings(
                Math.max(1, STEPS / stepsPerEpoch),
                batch,
                new Optimizer.AdamW(0.9, 0.999, 1e-8, 0.01),
                RATE,
                new Schedule.Constant(),
                Augmentation.none(),
                0,
                BatchNormMode.FIXED,
                new Interval(Interval.Kind.STEPS, 1),
                0);
    }
}
