package dev.whence.app.ui.tasks;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.ProgressText;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskSnapshot;
import dev.whence.app.task.TaskStatus;
import dev.whence.app.ui.Labels;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.Locale;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** The bottom line: the task that runs, the device, memory, what could not be read. */
public final class StatusBar {

    /** Tasks shorter than this are not worth a flicker. */
    private static final long SHOWN_AFTER_MILLIS = 250;

    private final TaskCenter tasks;
    private final HBox root = new HBox();
    private final Button title = new Button();
    private final ProgressBar bar = new ProgressBar();
    private final Label line = Labels.muted("");
    private final Button cancel = new Button("Cancel");
    private final Button unreadable = new Button();
    private final Label device = Labels.muted("");
    private final Label memory = Labels.muted("");
    private @Nullable BackgroundTask<?> shown;

    /**
     * @param showData goes to the list of what could not be read
     */
    public StatusBar(TaskCenter tasks, ObservableValue<@Nullable Workspace> workspace, Runnable showData) {
        this.tasks = tasks;
        root.getStyleClass().addAll("bar", "status-bar");
        title.setId("tasks");
        title.getStyleClass().add("quiet");
        title.setTooltip(Labels.tooltip("Lists what is being computed and what was computed last."));
        title.setOnAction(event -> new TaskListPopup(tasks).showAbove(title));
        bar.setPrefWidth(150);
        bar.setMaxHeight(6);
        bar.setAccessibleText("Progress of the running task");
        line.setId("task-line");
        cancel.setId("cancel-task");
        cancel.getStyleClass().add("quiet");
        cancel.setAccessibleText("Cancel the running task");
        cancel.setTooltip(Labels.tooltip("Stops this task; nothing half-made is kept."));
        cancel.setOnAction(event -> {
            if (shown != null) {
                shown.cancel();
            }
        });
        unreadable.setId("unreadable");
        unreadable.getStyleClass().add("quiet");
        unreadable.setTooltip(Labels.tooltip("Lists the images that are left out because they cannot be read."));
        unreadable.setOnAction(event -> showData.run());
        device.setId("device");
        memory.setTooltip(Labels.tooltip("Memory the program's own data takes; arrays of the engine come on top."));
        root.getChildren().addAll(title, bar, line, cancel, Labels.spacer(), unreadable, device, memory);
        workspace.addListener((observed, was, is) -> describe(is));
        describe(workspace.getValue());
        tasks.addListener(this::update);
        Timeline clock = new Timeline(new KeyFrame(Duration.millis(200), event -> update()));
        clock.setCycleCount(Animation.INDEFINITE);
        clock.play();
        update();
    }

    public Node root() {
        return root;
    }

    private void update() {
        Optional<BackgroundTask<?>> running = tasks.tasks().stream()
                .filter(task -> task.status() == TaskStatus.RUNNING)
                .filter(task -> task.elapsed().toMillis() > SHOWN_AFTER_MILLIS)
                .findFirst();
        boolean busy = running.isPresent();
        shown = running.orElse(null);
        for (Node node : new Node[] {bar, line, cancel}) {
            node.setVisible(busy);
            node.setManaged(busy);
        }
        if (busy) {
            TaskSnapshot now = running.get().snapshot();
            title.setText(now.title());
            bar.setProgress(now.fraction());
            line.setText(ProgressText.line(now));
            cancel.setDisable(now.stopping());
        } else {
            title.setText("Ready");
        }
        title.setAccessibleText("Tasks: " + title.getText());
        Runtime runtime = Runtime.getRuntime();
        memory.setText(String.format(Locale.ROOT, "%,d MB", (runtime.totalMemory() - runtime.freeMemory()) >> 20));
    }

    private void describe(@Nullable Workspace workspace) {
        device.setText("");
        int left = workspace == null ? 0 : unreadable(workspace, Split.TRAIN) + unreadable(workspace, Split.TEST);
        unreadable.setVisible(left > 0);
        unreadable.setManaged(left > 0);
        unreadable.setText(
                left == 1 ? "1 image unreadable" : String.format(Locale.ROOT, "%,d images unreadable", left));
        unreadable.setAccessibleText(unreadable.getText() + ", show the list");
        if (workspace == null) {
            return;
        }
        var execution = workspace.spec().execution();
        device.setText("device: " + workspace.device() + " · "
                + execution.precision().name().toLowerCase(Locale.ROOT)
                + (execution.threads() == 1 ? " · 1 thread" : " · " + execution.threads() + " threads"));
        device.setTooltip(Labels.tooltip("Where and how this project computes."
                + (workspace.has(Split.TRAIN) ? "" : " It has no training images.")));
    }

    private static int unreadable(Workspace workspace, Split split) {
        return workspace.has(split) ? workspace.unreadable(split).size() : 0;
    }
}
