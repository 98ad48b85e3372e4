package dev.whence.app.ui;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.Schedule;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.request.TrainingPreparation;
import dev.whence.engine.training.request.TrainingRequest;
import dev.whence.engine.training.run.Trainer;
import dev.whence.engine.training.run.TrainingListener;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.nio.file.Path;
import java.util.Objects;

/** A tiny network that was trained for 16 steps, with its whole history. */
final class SmallTraining {

    private SmallTraining() {}

    /** Trains in a folder and gives that of the run. */
    static Path in(Path home) {
        WorkspaceSpec sample = SmallProject.spec(home);
        TrainingSettings settings = new TrainingSettings(
                2,
                75,
                new Optimizer.AdamW(0.9, 0.999, 1e-8, 0.01),
                0.005,
                new Schedule.Constant(),
                Augmentation.none(),
                0,
                BatchNormMode.ABSENT,
                TrainingSettings.Interval.parse("every-step"),
                1);
        Path run = home.resolve("run");
        try (ExecutionEngine engine = ExecutionEngine.open(ExecutionSettings.defaults())) {
            TrainingRequest request = new TrainingRequest(
                    new TrainingRequest.Start.Fresh(Architecture.TINY_CNN, true),
                    Objects.requireNonNull(sample.train()),
                    null,
                    sample.preprocessing(),
                    sample.classNames(),
                    settings,
                    run,
                    null);
            TrainingPreparation prepared = TrainingPreparation.of(request, engine, Progress.none());
            Trainer.run(prepared.job(), TrainingListener.none(), Progress.none());
        }
        return run;
    }

    /** The trained network with the images. */
    static WorkspaceSpec spec(Path home, Path model) {
        WorkspaceSpec sample = SmallProject.spec(home);
        return new WorkspaceSpec(
                model,
                sample.train(),
                sample.test(),
                sample.preprocessing(),
                sample.classNames(),
                null,
                ExecutionSettings.defaults(),
                null,
                0);
    }
}
