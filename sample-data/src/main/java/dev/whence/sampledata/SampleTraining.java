package dev.whence.sampledata;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.Schedule;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.TrainingSettings.Interval;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.training.run.Trainer;
import dev.whence.engine.training.run.TrainingJob;
import dev.whence.engine.training.run.TrainingListener;
import dev.whence.engine.training.run.TrainingPreparation;
import dev.whence.engine.training.run.TrainingRequest;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The recorded training of the sample project: a network of 3,898 parameters on the same 6,000 images, 300 steps of AdamW
 * with every state kept (9.5 MB), about 83 % of the test images right. It is made again on each computer at first use,
 * which takes about ten seconds, because the states hardly compress and would double the size of the program.
 */
public final class SampleTraining {

    static final int EPOCHS = 5;
    private static final int BATCH = 100;
    private static final long SEED = 20;

    private SampleTraining() {}

    /** Whether the history is there already, so that {@link #history} returns at once. */
    public static boolean isThere(SampleProject project) {
        Path history = folder(project).resolve(TrainingJob.HISTORY);
        if (!HistoryFolder.isOne(history)) {
            return false;
        }
        try (HistoryFolder opened = HistoryFolder.open(history)) {
            return opened.steps()
                    == EPOCHS * opened.description().trainingImages().count() / BATCH;
        } catch (BadInputException damaged) {
            return false;
        }
    }

    /**
     * The folder of the history; trained first if it is not there, or not whole.
     *
     * @param execution where to train
     * @throws WorkFailedException if the folder of the sample project cannot be written to
     */
    public static Path history(SampleProject project, ExecutionSettings execution, Progress progress) {
        Path folder = folder(project);
        if (!isThere(project)) {
            try {
                train(project, execution, progress);
            } catch (BadInputException unusable) {
                // Left over from another version, or damaged: it is only a copy that can be made again.
                remove(folder);
                train(project, execution, progress);
            }
        }
        return folder.resolve(TrainingJob.HISTORY);
    }

    private static Path folder(SampleProject project) {
        return project.trainingImages().resolveSibling("training");
    }

    private static void train(SampleProject project, ExecutionSettings execution, Progress progress) {
        try (ExecutionEngine engine = ExecutionEngine.open(execution)) {
            TrainingPreparation prepared = TrainingPreparation.of(request(project), engine, progress);
            Trainer.run(prepared.job(), TrainingListener.none(), progress);
        }
    }

    private static TrainingRequest request(SampleProject project) {
        TrainingSettings settings = new TrainingSettings(
                EPOCHS,
                BATCH,
                new Optimizer.AdamW(0.9, 0.98, 1e-8, 0.1),
                0.004,
                new Schedule.Triangular(0.3),
                Augmentation.none(),
                0,
                BatchNormMode.ABSENT,
                Interval.parse("every-step"),
                SEED);
        return new TrainingRequest(
                new TrainingRequest.Start.Fresh(Architecture.TINY_CNN, true),
                new DataSource(project.trainingImages(), false, null),
                new DataSource(project.testImages(), false, null),
                project.preprocessing(),
                project.classNames(),
                settings,
                folder(project),
                null);
    }

    private static void remove(Path folder) {
        try (Stream<Path> content = Files.walk(folder)) {
            List<Path> deepestFirst = content.sorted((a, b) -> b.compareTo(a)).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new WorkFailedException(
                    "The damaged training of the sample project in " + folder
                            + " cannot be removed; remove that folder and try again.",
                    e);
        }
    }
}
