package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.ComponentQuestion;
import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.Workspace;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** Asks in the background what the parts of the network are good for. All methods are called on the UI thread. */
final class ComponentController {

    private final DynamicsModel model;
    private final TaskCenter tasks;
    private final ObservableMap<ComponentQuestion, Object> answers = FXCollections.observableHashMap();
    private final StringProperty words = new SimpleStringProperty("");
    private @Nullable BackgroundTask<?> running;

    ComponentController(DynamicsModel model, TaskCenter tasks) {
        this.model = model;
        this.tasks = tasks;
        model.historyProperty().addListener(observed -> forget());
    }

    /** What is known about the history on display. */
    ObservableMap<ComponentQuestion, Object> answers() {
        return answers;
    }

    /** What is being done or why it was not; empty if nobody asked. */
    StringProperty wordsProperty() {
        return words;
    }

    /** What is being computed, to follow and to cancel; null if nothing is. */
    @Nullable
    BackgroundTask<?> running() {
        BackgroundTask<?> task = running;
        return task == null || task.status().isFinished() ? null : task;
    }

    /** Computes an answer, unless another one is being computed. */
    void ask(ComponentQuestion question) {
        Workspace workspace = model.explore().workspaceProperty().get();
        HistoryFolder history = model.historyProperty().get();
        if (workspace == null || history == null || running() != null) {
            return;
        }
        running = tasks.submit(TaskRequest.of(
                        question.title(),
                        Lane.heavy(workspace.spec().execution().device()),
                        progress -> question.answer(workspace, history, PathKernelOptions.standard(), 0, progress))
                .onDone(result -> {
                    if (history.equals(model.historyProperty().get())) {
                        words.set("");
                        answers.put(question, result);
                    }
                })
                .onFailed(words::set)
                .onCancelled(() -> words.set("Stopped before it was computed.")));
        words.set(question.title() + " …");
    }

    /** Stops what is being computed. */
    void cancel() {
        BackgroundTask<?> task = running;
        if (task != null) {
            task.cancel();
        }
    }

    private void forget() {
        cancel();
        running = null;
        answers.clear();
        words.set("");
    }
}
