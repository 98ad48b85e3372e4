package dev.whence.app.ui.dynamics;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.task.Work;
import dev.whence.engine.ablation.LayerSwap;
import dev.whence.engine.ablation.PruningCurve;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.ComponentReport;
import dev.whence.engine.workspace.Workspace;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Asks in the background what the parts of the network are good for. All methods are called on the UI thread. */
final class ComponentController {

    private final DynamicsModel model;
    private final TaskCenter tasks;
    private final ObjectProperty<@Nullable ComponentReport> report = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable PruningCurve> pruning = new SimpleObjectProperty<>();
    private final ObjectProperty<LayerSwap.@Nullable Result> swap = new SimpleObjectProperty<>();
    private final StringProperty words = new SimpleStringProperty("");
    private @Nullable BackgroundTask<?> running;

    ComponentController(DynamicsModel model, TaskCenter tasks) {
        this.model = model;
        this.tasks = tasks;
        model.historyProperty().addListener(observed -> forget());
    }

    /** Importance and likeness; null until it is asked for. */
    ObjectProperty<@Nullable ComponentReport> reportProperty() {
        return report;
    }

    /** Null until it is asked for. */
    ObjectProperty<@Nullable PruningCurve> pruningProperty() {
        return pruning;
    }

    /** Null until it is asked for. */
    ObjectProperty<LayerSwap.@Nullable Result> swapProperty() {
        return swap;
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

    void computeReport() {
        compute(
                "Importance of layers and channels",
                report,
                (workspace, history) -> progress ->
                        workspace.dynamics().components().report(history, PathKernelOptions.standard(), 0, progress));
    }

    void computePruning() {
        compute(
                "Pruning by importance",
                pruning,
                (workspace, history) -> progress ->
                        workspace.dynamics().components().prune(history, PathKernelOptions.standard(), 0, progress));
    }

    void computeSwap() {
        compute(
                "Swapping layers",
                swap,
                (workspace, history) ->
                        progress -> workspace.dynamics().components().swap(history, progress));
    }

    /** Stops what is being computed. */
    void cancel() {
        BackgroundTask<?> task = running;
        if (task != null) {
            task.cancel();
        }
    }

    /** What there is to do with a project and a history. */
    private interface Question<T> {
        Work<T> of(Workspace workspace, HistoryFolder history);
    }

    private <T> void compute(String title, ObjectProperty<@Nullable T> target, Question<T> question) {
        Workspace workspace = model.explore().workspaceProperty().get();
        HistoryFolder history = model.historyProperty().get();
        if (workspace == null || history == null || running() != null) {
            return;
        }
        running = tasks.submit(TaskRequest.of(
                        title, Lane.heavy(workspace.spec().execution().device()), question.of(workspace, history))
                .onDone(result -> {
                    if (history.equals(model.historyProperty().get())) {
                        words.set("");
                        target.set(result);
                    }
                })
                .onFailed(words::set)
                .onCancelled(() -> words.set("Stopped before it was computed.")));
        words.set(title + " …");
    }

    private void forget() {
        cancel();
        running = null;
        report.set(null);
        pruning.set(null);
        swap.set(null);
        words.set("");
    }
}
