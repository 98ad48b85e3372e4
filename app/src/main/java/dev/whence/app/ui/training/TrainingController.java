package dev.whence.app.ui.training;

import dev.whence.app.project.Project;
import dev.whence.app.project.UnfinishedRun;
import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.request.TrainingPreparation;
import dev.whence.engine.training.request.TrainingRequest;
import dev.whence.engine.training.run.EpochReport;
import dev.whence.engine.training.run.Trainer;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * Starts trainings, pauses them and goes on. Pausing stops the work after the step it is at; everything is on disk, so
 * going on is the same as after the window was closed.
 */
public final class TrainingController {

    /** Beside heavy work: a training of an hour must not keep explanations waiting. */
    private static final Lane LANE = new Lane("training", 1);

    private final TrainingModel model;
    private final TaskCenter tasks;
    private final Path home;
    private final Supplier<@Nullable Project> open;
    private UnfinishedRun.@Nullable Training started;
    private @Nullable Project project;
    private @Nullable BackgroundTask<List<EpochReport>> task;
    private @Nullable TrainingRequest request;
    private @Nullable ExecutionSettings execution;

    /** A training that can go on in another start of the program. */
    public record Left(Project project, UnfinishedRun.Training training) {}

    /**
     * @param home folder in which each training gets one of its own
     * @param open the project that is open
     */
    public TrainingController(TrainingModel model, TaskCenter tasks, Path home, Supplier<@Nullable Project> open) {
        this.model = model;
        this.tasks = tasks;
        this.home = home;
        this.open = open;
    }

    /** Starts a training as the form says. */
    public void start() {
        start(null);
    }

    /** Goes on with a training of an earlier start of the program, whose images are open. */
    public void goOn(UnfinishedRun.Training left) {
        left.form().forEach((key, text) -> {
            if (model.texts().containsKey(key)) {
                model.texts().put(key, text);
            }
        });
        start(left.folder());
    }

    /** The training that is running or paused. */
    public Optional<Left> unfinished() {
        TrainingModel.Stage stage = model.stageProperty().get();
        UnfinishedRun.Training training = started;
        Project of = project;
        boolean left = stage == TrainingModel.Stage.RUNNING || stage == TrainingModel.Stage.PAUSED;
        return !left || training == null || of == null ? Optional.empty() : Optional.of(new Left(of, training));
    }

    /** @param known where the training lies already; null for a new one */
    private void start(@Nullable Path known) {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace == null || model.stageProperty().get() == TrainingModel.Stage.RUNNING) {
            return;
        }
        try {
            TrainingForm form = model.form();
            Path folder = known == null ? free(form.network().id()) : known;
            request = request(workspace, form, folder);
            started = new UnfinishedRun.Training(Map.copyOf(model.texts()), folder);
            project = open.get();
            execution = workspace.spec().execution();
            model.folderProperty().set(folder);
            model.steps().clear();
            model.epochs().clear();
            submit();
        } catch (BadInputException e) {
            model.problemProperty().set(e.sentence());
        }
    }

    private static TrainingRequest request(Workspace workspace, TrainingForm form, Path folder) {
        WorkspaceSpec spec = workspace.spec();
        DataSource train = spec.train();
        if (train == null) {
            throw new BadInputException("There are no training images; open some first.");
        }
        return new TrainingRequest(
                form.start(spec.model()),
                train,
                spec.test(),
                spec.preprocessing(),
                workspace.classNames(),
                form.settings(),
                folder,
                spec.cache());
    }

    /** Stops after the step it is at. */
    public void pause() {
        BackgroundTask<?> running = task;
        if (running != null) {
            model.statusProperty().set("Pausing after this step …");
            running.cancel();
        }
    }

    /** Goes on where it was paused. */
    public void resume() {
        if (model.stageProperty().get() == TrainingModel.Stage.PAUSED && request != null) {
            submit();
        }
    }

    /** Sets the training of the moment aside; its folder stays. */
    public void setAside() {
        if (model.stageProperty().get() != TrainingModel.Stage.RUNNING) {
            request = null;
            model.steps().clear();
            model.epochs().clear();
            model.folderProperty().set(null);
            model.statusProperty().set("");
            model.problemProperty().set("");
            model.stageProperty().set(TrainingModel.Stage.READY);
        }
    }

    private void submit() {
        TrainingRequest wanted = request;
        ExecutionSettings where = execution;
        if (wanted == null || where == null) {
            return;
        }
        boolean anyway = model.anywayProperty().get();
        TrainingFeed feed = new TrainingFeed(model, Platform::runLater);
        model.problemProperty().set("");
        model.statusProperty().set("Starting …");
        model.stageProperty().set(TrainingModel.Stage.RUNNING);
        task = tasks.submit(TaskRequest.of(
                        "Training in " + wanted.folder().getFileName(),
                        LANE,
                        progress -> train(wanted, where, anyway, feed, progress))
                .onDone(log -> {
                    feed.flush();
                    model.statusProperty().set("Finished: " + words(log.get(log.size() - 1)));
                    model.stageProperty().set(TrainingModel.Stage.FINISHED);
                })
                .onCancelled(() -> {
                    feed.flush();
                    model.statusProperty().set("Paused; everything up to here is kept.");
                    model.stageProperty().set(TrainingModel.Stage.PAUSED);
                })
                .onFailed(sentence -> {
                    feed.flush();
                    model.statusProperty().set("");
                    model.problemProperty().set(sentence);
                    model.stageProperty().set(TrainingModel.Stage.READY);
                }));
    }

    private static List<EpochReport> train(
            TrainingRequest wanted, ExecutionSettings where, boolean anyway, TrainingFeed feed, Progress progress) {
        try (ExecutionEngine engine = ExecutionEngine.open(where)) {
            TrainingPreparation prepared = TrainingPreparation.of(wanted, engine, progress);
            return Trainer.run(prepared.job(), anyway, feed, progress);
        }
    }

    /** A line of the log for people. */
    static String words(EpochReport report) {
        StringBuilder text = new StringBuilder("epoch ").append(report.epoch());
        if (!Double.isNaN(report.trainAccuracy())) {
            text.append(String.format(Locale.ROOT, ", training %.1f %% right", 100 * report.trainAccuracy()));
        }
        if (!Double.isNaN(report.testAccuracy())) {
            text.append(String.format(Locale.ROOT, ", test %.1f %% right", 100 * report.testAccuracy()));
        }
        return text.toString();
    }

    private Path free(String name) {
        for (int number = 1; ; number++) {
            Path folder = home.resolve(name + "-" + number);
            if (!Files.exists(folder)) {
                return folder;
            }
        }
    }
}
