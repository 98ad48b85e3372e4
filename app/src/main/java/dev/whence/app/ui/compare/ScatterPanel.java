package dev.whence.app.ui.compare;

import dev.whence.app.ui.LabelWords;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.comparison.ScoreScatter;
import dev.whence.visualization.control.PictureView;
import javafx.beans.InvalidationListener;
import javafx.beans.property.IntegerProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Two runs' scores against each other, and the training image under the mouse. */
final class ScatterPanel {

    private static final double HEIGHT = 236;
    private static final double SIDE = 64;

    private final ExploreModel explore;
    private final CompareModel model;
    private final CompareController controller;
    private final ScoreScatter scatter = new ScoreScatter();
    private final ComboBox<Integer> across = new ComboBox<>();
    private final ComboBox<Integer> upwards = new ComboBox<>();
    private final PictureView picture = new PictureView();
    private final Label name = Labels.styled("", "strong");
    private final Label scores = Labels.paragraph("");
    private final VBox root = new VBox(6);

    ScatterPanel(ExploreModel explore, CompareModel model, CompareController controller, ObservableBooleanValue dark) {
        this.explore = explore;
        this.model = model;
        this.controller = controller;
        scatter.setId("scatter");
        scatter.setMinHeight(HEIGHT);
        scatter.setPrefHeight(HEIGHT);
        scatter.setDark(dark.get());
        dark.addListener((observed, was, is) -> scatter.setDark(is));
        scatter.setOnChosen(controller::choose);
        scatter.hoveredProperty().addListener((observed, was, is) -> describe());
        scatter.highlightedProperty().bind(model.highlightedProperty());
        picture.setPrefSize(SIDE, SIDE);
        picture.setMinSize(SIDE, SIDE);
        scores.getStyleClass().add("small");
        scores.setId("scatter-scores");
        VBox words = new VBox(2, name, scores);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox seen = new HBox(10, picture, words);
        seen.setMinHeight(SIDE + 4);
        box(across, "scatter-across", "Run to the right", model.acrossProperty());
        box(upwards, "scatter-upwards", "Run upwards", model.upwardsProperty());
        HBox axes = Labels.row(6, Labels.muted("↑"), upwards, Labels.muted("→"), across);
        root.getChildren().addAll(Labels.section("Scores, image by image"), axes, scatter, seen);
        InvalidationListener show = observed -> show();
        model.shown().addListener(show);
        model.answers().addListener(show);
        model.acrossProperty().addListener(show);
        model.upwardsProperty().addListener(show);
        model.highlightedProperty().addListener(observed -> describe());
        show();
    }

    Node root() {
        return root;
    }

    private void box(ComboBox<Integer> box, String id, String accessible, IntegerProperty choice) {
        box.setId(id);
        box.getStyleClass().add("compact");
        box.setAccessibleText(accessible);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setPrefWidth(110);
        HBox.setHgrow(box, Priority.ALWAYS);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Integer index) {
                return index == null || index >= model.shown().size()
                        ? ""
                        : RunList.numbered(explore, model.shown().get(index));
            }

            @Override
            public Integer fromString(String text) {
                return 0;
            }
        });
        box.valueProperty().addListener((observed, was, is) -> {
            if (is != null) {
                choice.set(is);
            }
        });
    }

    private void fill(ComboBox<Integer> box, int chosen) {
        Integer[] indices = new Integer[model.shown().size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i;
        }
        box.getItems().setAll(indices);
        box.setValue(chosen < indices.length ? chosen : null);
    }

    private void show() {
        int x = model.acrossProperty().get();
        int y = model.upwardsProperty().get();
        fill(across, x);
        fill(upwards, y);
        float[] scoresX = scoresOf(x);
        float[] scoresY = scoresOf(y);
        boolean both = scoresX.length > 0 && scoresX.length == scoresY.length;
        scatter.show(
                both ? scoresX : new float[0],
                both ? scoresY : new float[0],
                both ? RunList.numbered(explore, model.shown().get(x)) : "",
                both ? RunList.numbered(explore, model.shown().get(y)) : "");
        describe();
    }

    private float[] scoresOf(int index) {
        if (index >= model.shown().size()) {
            return new float[0];
        }
        Explanation answer = model.answers().get(model.shown().get(index));
        return answer == null ? new float[0] : answer.scores();
    }

    private void describe() {
        int hovered = scatter.hoveredProperty().get();
        int image = hovered >= 0 ? hovered : model.highlightedProperty().get();
        Workspace workspace = explore.workspaceProperty().get();
        if (workspace == null || image < 0 || !workspace.has(Split.TRAIN)) {
            picture.show(null, "No training image is pointed at");
            name.setText("");
            scores.setText("Point at a dot or an image to see it here; click to keep it.");
            return;
        }
        int label = workspace.images(Split.TRAIN).label(image);
        name.setText(LabelWords.of(workspace.classNames(), label) + " · training image "
                + workspace.images(Split.TRAIN).name(image));
        StringBuilder text = new StringBuilder();
        for (MethodRun<?> run : model.shown()) {
            Explanation answer = model.answers().get(run);
            if (answer != null) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(RunList.numbered(explore, run))
                        .append("  ")
                        .append(SignedNumbers.score(answer.scores()[image]));
            }
        }
        scores.setText(text.toString());
        controller.readPicture(image, () -> {
            int now = scatter.hoveredProperty().get() >= 0
                    ? scatter.hoveredProperty().get()
                    : model.highlightedProperty().get();
            if (now == image) {
                picture.setTone(explore.toneProperty().get());
                picture.show(model.pictures().get(image), name.getText());
            }
        });
    }
}
