package dev.whence.app.ui.tasks;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.ProgressText;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskSnapshot;
import dev.whence.app.task.TaskStatus;
import dev.whence.app.ui.Labels;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One task in the list. It changes its words in place, so that its buttons stay where they are while it is read. */
final class TaskRow {

    private final TaskCenter tasks;
    private final BackgroundTask<?> task;
    private final Label line = Labels.muted("");
    private final ProgressBar bar = new ProgressBar();
    private final Label pace = Labels.muted("");
    private final Button cancel;
    private final Button show;
    private final Button again;
    private final HBox root;

    /** @param shown closes the list when a result is brought back into view */
    TaskRow(TaskCenter tasks, BackgroundTask<?> task, Runnable shown) {
        this.tasks = tasks;
        this.task = task;
        Label title = Labels.styled(task.title(), "strong");
        title.setWrapText(true);
        line.getStyleClass().add("small");
        line.setWrapText(true);
        pace.getStyleClass().add("small");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setMaxHeight(6);
        bar.setAccessibleText("Progress of " + task.title());
        cancel = button("Cancel", task::cancel);
        show = button("Show result", () -> {
            task.show();
            shown.run();
        });
        again = button("Try again", () -> tasks.retry(task));
        VBox words = new VBox(2, title, line, bar, pace);
        HBox.setHgrow(words, Priority.ALWAYS);
        root = new HBox(8, words, cancel, show, again);
        update();
    }

    Node root() {
        return root;
    }

    void update() {
        TaskSnapshot now = task.snapshot();
        boolean running = now.status() == TaskStatus.RUNNING;
        line.setText(words(now));
        bar.setProgress(now.fraction());
        pace.setText(ProgressText.pace(now));
        put(bar, running);
        put(pace, running);
        cancel.setDisable(now.stopping());
        put(cancel, !now.status().isFinished());
        put(show, task.canShow());
        put(again, now.status() == TaskStatus.FAILED || now.status() == TaskStatus.CANCELLED);
    }

    private String words(TaskSnapshot now) {
        if (now.status() == TaskStatus.WAITING && !now.stopping()) {
            return waiting();
        }
        return now.stage().isEmpty() || now.status().isFinished()
                ? ProgressText.line(now)
                : now.stage() + " · " + ProgressText.line(now);
    }

    /** Heavy tasks wait for each other, one line for each device. */
    private String waiting() {
        int ahead = tasks.ahead(task);
        String device = task.lane().device();
        String where = device.isEmpty() || device.equals("auto") ? "" : " for " + device;
        return ahead == 0
                ? "waiting" + where + ", next"
                : String.format(
                        Locale.ROOT, "waiting%s, %,d %s ahead of it", where, ahead, ahead == 1 ? "task" : "tasks");
    }

    private Button button(String text, Runnable action) {
        Button button = new Button(text);
        button.getStyleClass().add("quiet");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(text + ": " + task.title());
        button.setOnAction(event -> action.run());
        return button;
    }

    private static void put(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
