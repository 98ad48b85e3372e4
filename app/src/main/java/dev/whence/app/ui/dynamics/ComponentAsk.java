package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.ComponentQuestion;
import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.ProgressText;
import dev.whence.app.ui.Labels;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import javafx.util.Duration;

/** Offers to compute what a plot needs, and tells how that goes. */
final class ComponentAsk {

    private static final Duration LOOK = Duration.millis(300);

    private final ComponentController controller;
    private final Button compute = new Button("Compute");
    private final Button stop = new Button("Cancel");
    private final Label words = Labels.paragraph("");
    private final Label progress = Labels.muted("");
    private final VBox root;
    private ComponentQuestion question = ComponentQuestion.REPORT;

    ComponentAsk(ComponentController controller) {
        this.controller = controller;
        HBox buttons = new HBox(8, compute, stop);
        buttons.setAlignment(Pos.CENTER);
        root = new VBox(10, words, progress, buttons);
        root.setAlignment(Pos.CENTER);
        root.setMaxWidth(600);
        words.setMaxWidth(560);
        words.setTextAlignment(TextAlignment.CENTER);
        words.setAlignment(Pos.CENTER);
        words.setId("component-words");
        compute.setId("compute-components");
        compute.getStyleClass().add("accent");
        compute.setOnAction(event -> controller.ask(question));
        stop.setId("stop-components");
        stop.setOnAction(event -> controller.cancel());
        Timeline watch = new Timeline(new KeyFrame(LOOK, event -> follow()));
        watch.setCycleCount(Timeline.INDEFINITE);
        controller.wordsProperty().addListener(observed -> {
            if (controller.running() == null) {
                watch.stop();
            } else {
                watch.play();
            }
        });
    }

    Node root() {
        return root;
    }

    /** Offers to answer a question. */
    void show(ComponentQuestion asked) {
        question = asked;
        String state = controller.wordsProperty().get();
        words.setText(state.isEmpty() ? asked.help() : state);
        follow();
    }

    private void follow() {
        BackgroundTask<?> task = controller.running();
        compute.setVisible(task == null);
        compute.setManaged(task == null);
        stop.setVisible(task != null);
        stop.setManaged(task != null);
        progress.setText(task == null ? "" : task.snapshot().stage() + "  " + ProgressText.line(task.snapshot()));
    }
}
