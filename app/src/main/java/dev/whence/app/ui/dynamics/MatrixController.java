package dev.whence.app.ui.dynamics;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.dynamics.KernelMatrix;
import org.jspecify.annotations.Nullable;

/** Explains some test images of each class together. All methods are called on the UI thread. */
final class MatrixController {

    private final DynamicsModel model;
    private final TaskCenter tasks;
    private @Nullable BackgroundTask<?> running;

    MatrixController(DynamicsModel model, TaskCenter tasks) {
        this.model = model;
        this.tasks = tasks;
        model.historyProperty().addListener(observed -> forget());
    }

    void compute() {
        Workspace workspace = model.explore().workspaceProperty().get();
        HistoryFolder history = model.historyProperty().get();
        if (workspace == null || history == null || running() != null) {
            return;
        }
        running = tasks.submit(TaskRequest.of(
                        "Training of several test images",
                        Lane.heavy(workspace.spec().execution().device()),
                        progress -> KernelMatrix.of(workspace, history, PathKernelOptions.standard(), 0, progress))
                .onDone(matrix -> {
                    if (history.equals(model.historyProperty().get())) {
                        model.matrixWordsProperty().set("");
                        model.matrixProperty().set(matrix);
                    }
                })
                .onFailed(sentence -> model.matrixWordsProperty().set(sentence))
                .onCancelled(() -> model.matrixWordsProperty().set("Stopped before the test images were explained.")));
        model.matrixWordsProperty().set("Explaining some test images of each class …");
    }

    /** What is being computed, to follow and to cancel; null if nothing is. */
    @Nullable
    BackgroundTask<?> running() {
        BackgroundTask<?> task = running;
        return task == null || task.status().isFinished() ? null : task;
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
        model.matrixProperty().set(null);
        model.matrixWordsProperty().set("");
    }
}
