package dev.whence.app.ui.dynamics;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/** Looks in the background how the test images did along each history that comes into view. On the UI thread. */
final class TestCourses {

    private final DynamicsModel model;
    private final TaskCenter tasks;
    private @Nullable HistoryFolder asked;
    private @Nullable BackgroundTask<?> running;

    TestCourses(DynamicsModel model, TaskCenter tasks) {
        this.model = model;
        this.tasks = tasks;
    }

    /** Begins to look; lives as long as the model. */
    void follow() {
        model.historyProperty().addListener(observed -> forget());
        model.shownProperty().addListener(observed -> look());
    }

    private void forget() {
        BackgroundTask<?> task = running;
        if (task != null) {
            task.cancel();
        }
        asked = null;
        model.testCourseProperty().set(null);
        // After what may be asked for at once with the new history, which a person waits for.
        Platform.runLater(this::look);
    }

    private void look() {
        Workspace workspace = model.explore().workspaceProperty().get();
        HistoryFolder history = model.historyProperty().get();
        if (workspace == null
                || history == null
                || !model.shownProperty().get()
                || !workspace.has(Split.TEST)
                || history.equals(asked)) {
            return;
        }
        asked = history;
        running = tasks.submit(TaskRequest.of(
                        "Test images along the training",
                        Lane.heavy(workspace.spec().execution().device()),
                        progress -> workspace.dynamics().testCourse(history, progress))
                .onDone(course -> {
                    if (history.equals(model.historyProperty().get())) {
                        model.testCourseProperty().set(course);
                    }
                })
                .onCancelled(() -> {
                    if (history.equals(asked)) {
                        asked = null;
                    }
                }));
    }
}
