package dev.whence.app.ui.dynamics;

import atlantafx.base.controls.ProgressSliderSkin;
import dev.whence.app.ui.Labels;
import dev.whence.visualization.chart.StepAxis;
import java.util.Locale;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/** Plays a training and moves to any step of it. */
final class StepControls {

    /** How long a whole training takes at normal speed. */
    private static final double SECONDS = 12;

    private static final double SHORTEST_TICK_MS = 40;

    /** How fast a training is played. */
    private enum Speed {
        HALF("½×", 0.5),
        NORMAL("1×", 1),
        DOUBLE("2×", 2),
        FOURFOLD("4×", 4);

        private final String words;
        private final double factor;

        Speed(String words, double factor) {
            this.words = words;
            this.factor = factor;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final StepAxis axis;
    private final Button play = new Button("Play");
    private final Label words = new Label();
    private final Slider slider = new Slider(0, 1, 0);
    private final ComboBox<Speed> speed = new ComboBox<>();
    private final Timeline timeline = new Timeline();
    private final HBox root = new HBox(12);

    StepControls(StepAxis axis) {
        this.axis = axis;
        root.getStyleClass().addAll("heat-controls", "step-controls");
        root.setId("step-controls");
        root.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        play.setId("play");
        play.getStyleClass().add("compact");
        play.setMinWidth(66);
        play.setTooltip(Labels.tooltip("Plays the training from the step that is looked at, or stops."));
        play.setOnAction(event -> toggle());
        words.setId("step-words");
        words.setMinWidth(Region.USE_PREF_SIZE);
        slider.setId("step-slider");
        slider.setAccessibleText("Step of the training");
        slider.setSkin(new ProgressSliderSkin(slider));
        slider.setBlockIncrement(1);
        slider.valueProperty()
                .addListener((observed, was, is) -> axis.currentProperty().set((int) Math.round(is.doubleValue())));
        HBox.setHgrow(slider, Priority.ALWAYS);
        speed.getItems().setAll(Speed.values());
        speed.setValue(Speed.NORMAL);
        speed.getStyleClass().add("compact");
        speed.setAccessibleText("Speed");
        speed.valueProperty().addListener((observed, was, is) -> {
            if (isPlaying()) {
                start();
            }
        });
        axis.currentProperty().addListener((observed, was, is) -> show());
        axis.stepsProperty().addListener((observed, was, is) -> {
            stop();
            show();
        });
        timeline.setCycleCount(Animation.INDEFINITE);
        root.getChildren().addAll(play, words, slider, speed);
        show();
    }

    Node root() {
        return root;
    }

    private boolean isPlaying() {
        return timeline.getStatus() == Animation.Status.RUNNING;
    }

    private void toggle() {
        if (isPlaying()) {
            stop();
            return;
        }
        if (axis.currentProperty().get() >= axis.stepsProperty().get()) {
            axis.currentProperty().set(0);
        }
        start();
    }

    private void start() {
        double milliseconds = SECONDS
                * 1000
                / speed.getValue().factor
                / Math.max(1, axis.stepsProperty().get());
        int stride = (int) Math.max(1, Math.ceil(SHORTEST_TICK_MS / milliseconds));
        timeline.stop();
        timeline.getKeyFrames().setAll(new KeyFrame(Duration.millis(milliseconds * stride), event -> advance(stride)));
        timeline.play();
        play.setText("Pause");
    }

    private void advance(int stride) {
        int next = Math.min(axis.stepsProperty().get(), axis.currentProperty().get() + stride);
        axis.currentProperty().set(next);
        if (next == axis.stepsProperty().get()) {
            stop();
        }
    }

    void stop() {
        timeline.stop();
        play.setText("Play");
    }

    private void show() {
        int steps = axis.stepsProperty().get();
        slider.setMax(Math.max(1, steps));
        slider.setValue(axis.currentProperty().get());
        words.setText(String.format(
                Locale.ROOT, "step %,d of %,d", axis.currentProperty().get(), steps));
        root.setDisable(steps == 0);
    }
}
