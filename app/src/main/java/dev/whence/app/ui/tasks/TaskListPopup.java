package dev.whence.app.ui.tasks;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.ProgressText;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskSnapshot;
import dev.whence.app.task.TaskStatus;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.Theme;
import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.util.Duration;

/** What runs, waits and was done last, each with what can be done about it. */
final class TaskListPopup {

    private static final double WIDTH = 460;
    private static final double HEIGHT = 260;
    private static final long WORTH_MILLIS = 1000;

    private final TaskCenter tasks;
    private final VBox list = new VBox(10);
    private final Popup popup = new Popup();

    TaskListPopup(TaskCenter tasks) {
        this.tasks = tasks;
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setPrefSize(WIDTH, HEIGHT);
        scroll.setAccessibleText("Tasks");
        Button clear = new Button("Remove finished");
        clear.getStyleClass().add("quiet");
        clear.setTooltip(Labels.tooltip("Takes finished tasks off this list."));
        clear.setOnAction(event -> tasks.forgetFinished());
        VBox box = new VBox(8, Labels.row(8, Labels.section("Tasks"), Labels.spacer(), clear), scroll);
        box.getStyleClass().addAll("palette", "task-list");
        popup.getContent().add(box);
        popup.setAutoHide(true);
        popup.setHideOnEscape(true);
    }

    void showAbove(Node owner) {
        Timeline clock = new Timeline(new KeyFrame(Duration.millis(250), event -> refresh()));
        clock.setCycleCount(Animation.INDEFINITE);
        popup.setOnShown(event -> clock.play());
        popup.setOnHidden(event -> clock.stop());
        refresh();
        Bounds place = owner.localToScreen(owner.getBoundsInLocal());
        Theme.follow(popup, owner);
        popup.show(owner, place.getMinX(), place.getMinY() - HEIGHT - 66);
    }

    private void refresh() {
        List<BackgroundTask<?>> now =
                tasks.tasks().stream().filter(TaskListPopup::isWorthALine).toList();
        list.getChildren().setAll(now.stream().map(this::row).toList());
        if (now.isEmpty()) {
            list.getChildren().add(Labels.muted("Nothing was computed yet."));
        }
    }

    /** Small things that went well and left nothing to look at would only hide the others. */
    private static boolean isWorthALine(BackgroundTask<?> task) {
        return task.status() != TaskStatus.DONE
                || task.canShow()
                || task.elapsed().toMillis() >= WORTH_MILLIS;
    }

    private Node row(BackgroundTask<?> task) {
        TaskSnapshot now = task.snapshot();
        Label title = Labels.styled(now.title(), "strong");
        Label line = Labels.muted(
                now.stage().isEmpty() || now.status().isFinished()
                        ? ProgressText.line(now)
                        : now.stage() + " · " + ProgressText.line(now));
        line.getStyleClass().add("small");
        line.setWrapText(true);
        VBox words = new VBox(2, title, line);
        if (now.status() == TaskStatus.RUNNING) {
            ProgressBar bar = new ProgressBar(now.fraction());
            bar.setMaxWidth(Double.MAX_VALUE);
            bar.setMaxHeight(6);
            bar.setAccessibleText("Progress of " + now.title());
            words.getChildren().add(bar);
            Label pace = Labels.muted(ProgressText.pace(now));
            pace.getStyleClass().add("small");
            words.getChildren().add(pace);
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(8, words);
        if (!now.status().isFinished()) {
            row.getChildren().add(button("Cancel", now.title(), task::cancel));
        } else if (task.canShow()) {
            row.getChildren().add(button("Show result", now.title(), () -> {
                task.show();
                popup.hide();
            }));
        } else if (now.status() != TaskStatus.DONE) {
            row.getChildren().add(button("Try again", now.title(), () -> tasks.retry(task)));
        }
        return row;
    }

    private static Button button(String text, String title, Runnable action) {
        Button button = new Button(text);
        button.getStyleClass().add("quiet");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(text + ": " + title);
        button.setOnAction(event -> action.run());
        return button;
    }
}
