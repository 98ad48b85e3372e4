package dev.whence.app.ui.tasks;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.ProgressText;
import dev.whence.app.task.TaskSnapshot;
import dev.whence.app.task.TaskStatus;
import dev.whence.app.ui.Labels;
import java.util.function.Supplier;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** How a task goes, where its result will be: a bar, words, a button that cancels it. */
public final class TaskLine {

    private static final Duration LOOK = Duration.millis(250);
    private static final double BAR = 150;

    private final Supplier<@Nullable BackgroundTask<?>> task;
    private final ProgressBar bar = new ProgressBar();
    private final Label words = Labels.muted("");
    private final Button cancel = new Button("Cancel");
    private final HBox root = new HBox(12, bar, words, cancel);
    private final Timeline watch = new Timeline(new KeyFrame(LOOK, event -> look()));

    /** @param task what is to be followed; null while there is none */
    public TaskLine(Supplier<@Nullable BackgroundTask<?>> task, Runnable stop) {
        this.task = task;
        bar.setPrefWidth(BAR);
        bar.setMinWidth(BAR);
        bar.setMaxHeight(6);
        bar.setAccessibleText("Progress");
        words.getStyleClass().add("small");
        cancel.getStyleClass().add("compact");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(event -> stop.run());
        root.setAlignment(Pos.CENTER_LEFT);
        watch.setCycleCount(Timeline.INDEFINITE);
    }

    public Node root() {
        return root;
    }

    /** The button, to be named. */
    public Button cancel() {
        return cancel;
    }

    /** Follows the task, or lets it be. */
    public void setWatching(boolean on) {
        if (on) {
            look();
            watch.play();
        } else {
            watch.stop();
        }
    }

    private void look() {
        BackgroundTask<?> followed = task.get();
        if (followed == null) {
            bar.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
            words.setText("");
            return;
        }
        TaskSnapshot now = followed.snapshot();
        bar.setProgress(now.fraction());
        words.setText(words(now));
        cancel.setDisable(now.stopping() || now.status().isFinished());
    }

    private static String words(TaskSnapshot now) {
        if (now.status() == TaskStatus.WAITING && !now.stopping()) {
            return "waits for what is being computed";
        }
        return now.stage().isEmpty() || now.status().isFinished()
                ? ProgressText.line(now)
                : now.stage() + " · " + ProgressText.line(now);
    }
}
