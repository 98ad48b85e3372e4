package dev.whence.app.ui;

import dev.whence.app.project.Project;
import dev.whence.app.project.UnfinishedRun;
import dev.whence.app.project.UnfinishedRuns;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskStatus;
import dev.whence.app.ui.explore.Outcome;
import dev.whence.app.ui.training.TrainingController;
import dev.whence.engine.BadInputException;
import dev.whence.engine.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** Remembers what is under way when the window is closed, and offers at the next start to go on with it. */
final class UnfinishedController {

    /** Shorter work is done again before anybody could answer. */
    private static final Duration WORTH_REMEMBERING = Duration.ofSeconds(2);

    private final WorkbenchModel model;
    private final ProjectController projects;
    private final TrainingController training;
    private final TaskCenter tasks;
    private final UnfinishedRuns runs;

    UnfinishedController(
            WorkbenchModel model,
            ProjectController projects,
            TrainingController training,
            TaskCenter tasks,
            UnfinishedRuns runs) {
        this.model = model;
        this.projects = projects;
        this.training = training;
        this.tasks = tasks;
        this.runs = runs;
    }

    /** Lists what was left at the end of the last start. */
    void offer() {
        model.unfinished().setAll(runs.all());
    }

    /** What would be interrupted by closing the window now, for people; empty for nothing. */
    List<String> underWay() {
        return tasks.tasks().stream()
                .filter(task -> task.status() == TaskStatus.RUNNING)
                .filter(task -> task.elapsed().compareTo(WORTH_REMEMBERING) >= 0)
                .map(task -> task.title())
                .toList();
    }

    /** Remembers what is under way; called once, before it is stopped. */
    void remember() {
        training.unfinished()
                .ifPresent(left -> runs.keep(
                        "The training in " + left.training().folder().getFileName(),
                        model.titleProperty().get(),
                        left.project(),
                        model.fileProperty().get(),
                        left.training()));
        Project project = projects.capture();
        if (project == null || !isExplaining() || underWay().isEmpty()) {
            return;
        }
        String method = project.method();
        String title = model.explore().method().methods().stream()
                .filter(candidate -> candidate.id().equals(method))
                .map(candidate -> candidate.title())
                .findFirst()
                .orElse(method);
        runs.keep(
                title,
                model.titleProperty().get(),
                project,
                model.fileProperty().get(),
                null);
    }

    private boolean isExplaining() {
        Outcome outcome = model.explore().outcomeProperty().get();
        return outcome instanceof Outcome.Working || (outcome instanceof Outcome.Explained done && done.isPartial());
    }

    void forget(UnfinishedRun run) {
        runs.forget(run);
        model.unfinished().remove(run);
    }

    /** Opens the project as it was and goes on. */
    void goOn(UnfinishedRun run) {
        try {
            Project project = projects.openAgain(run);
            UnfinishedRun.Training left = run.training();
            if (left != null) {
                whenOpened(project, () -> {
                    model.tabProperty().set(WorkbenchTab.TRAIN);
                    training.goOn(left);
                });
            }
            forget(run);
        } catch (BadInputException e) {
            model.problemProperty().set(e.sentence());
        }
    }

    /** Does something once, if it is really this project that is opened next. */
    private void whenOpened(Project project, Runnable action) {
        model.workspaceProperty().addListener(new ChangeListener<>() {
            @Override
            public void changed(
                    ObservableValue<? extends @Nullable Workspace> observed,
                    @Nullable Workspace was,
                    @Nullable Workspace is) {
                if (is != null) {
                    model.workspaceProperty().removeListener(this);
                    if (is.spec().equals(project.spec())) {
                        action.run();
                    }
                }
            }
        });
    }
}
