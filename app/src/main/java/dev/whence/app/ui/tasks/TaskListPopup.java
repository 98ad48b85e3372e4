package dev.whence.app.ui.tasks;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskStatus;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.Theme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
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
    private final Map<BackgroundTask<?>, TaskRow> rows = new HashMap<>();
    private final Label nothing = Labels.muted("Nothing was computed yet.");
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
        rows.keySet().retainAll(now);
        List<Node> wanted = new ArrayList<>();
        for (BackgroundTask<?> task : now) {
            TaskRow row = rows.computeIfAbsent(task, shown -> new TaskRow(tasks, shown, popup::hide));
            row.update();
            wanted.add(row.root());
        }
        if (now.isEmpty()) {
            wanted.add(nothing);
        }
        // rows that stay are left alone: a button that is being pressed must not vanish under the finger
        if (!list.getChildren().equals(wanted)) {
            list.getChildren().setAll(wanted);
        }
    }

    /** Small things that went well and left nothing to look at would only hide the others. */
    private static boolean isWorthALine(BackgroundTask<?> task) {
        return task.status() != TaskStatus.DONE
                || task.canShow()
                || task.elapsed().toMillis() >= WORTH_MILLIS;
    }
}
