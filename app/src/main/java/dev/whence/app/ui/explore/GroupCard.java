package dev.whence.app.ui.explore;

import dev.whence.app.ui.Choices;
import dev.whence.app.ui.Labels;
import dev.whence.engine.attribution.Target;
import dev.whence.visualization.control.ThumbnailGrid;
import java.util.List;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The test images that are explained together, in the place of the single one. */
final class GroupCard {

    private static final double CELL = 36;
    private static final double HEIGHT = 84;

    private final ExploreModel model;
    private final ExploreController controller;
    private final VBox root = new VBox(8);
    private final Label title = Labels.styled("", "title");
    private final ToggleButton predicted = new ToggleButton("predicted");
    private final ToggleButton labelled = new ToggleButton("true");
    private boolean marking;

    GroupCard(ExploreModel model, ExploreController controller) {
        this.model = model;
        this.controller = controller;
        root.setId("group");
        root.getStyleClass().add("card");
        title.setId("group-title");
        root.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !model.groupProperty().get().isEmpty(), model.groupProperty()));
        root.managedProperty().bind(root.visibleProperty());
        InvalidationListener show = observed -> show();
        model.groupProperty().addListener(show);
        model.toneProperty().addListener(show);
        model.targetProperty().addListener(observed -> mark());
    }

    Node root() {
        return root;
    }

    private void show() {
        List<Integer> group = model.groupProperty().get();
        if (group.isEmpty()) {
            root.getChildren().clear();
            return;
        }
        title.setText(String.format(Locale.ROOT, "%,d test images together", group.size()));
        Button back = new Button("Back to one image");
        back.setId("group-back");
        back.getStyleClass().add("compact");
        back.setOnAction(event -> controller.explainAlone());
        List<GalleryItem> all = model.gallery().allProperty().get();
        ThumbnailGrid<GalleryItem> grid = new ThumbnailGrid<>(new TestThumbnails(model), CELL, 4);
        grid.setName("Test images explained together");
        grid.setItems(group.stream().map(all::get).toList());
        grid.setPrefHeight(HEIGHT);
        grid.setMinHeight(HEIGHT);
        grid.selectedItemProperty().addListener((observed, was, is) -> {
            if (is != null) {
                controller.select(is.index());
            }
        });
        HBox head = Labels.row(12, title, Labels.spacer(), Labels.muted("Explain their"), classes(), back);
        root.getChildren()
                .setAll(
                        head,
                        Labels.paragraph("Which training images these decisions rest on: the scores of a training image"
                                + " are summed over them. Choose one below to explain it alone."),
                        grid);
        mark();
    }

    private Node classes() {
        ToggleGroup choice = new ToggleGroup();
        choose(
                predicted,
                choice,
                "group-predicted",
                "Explains the class that each image is decided for.",
                new Target.Predicted());
        choose(
                labelled,
                choice,
                "group-true",
                "Explains the class that each image is labelled with.",
                new Target.Label());
        HBox row = Labels.row(0, predicted, labelled);
        row.getStyleClass().add("choices");
        return Labels.row(6, row, Labels.muted("classes"));
    }

    private void choose(ToggleButton button, ToggleGroup choice, String id, String help, Target target) {
        button.setId(id);
        button.setAccessibleText(button.getText() + " classes");
        button.setTooltip(Labels.tooltip(help));
        Choices.connect(button, choice, () -> {
            if (!marking) {
                controller.explainTarget(target);
            }
        });
    }

    private void mark() {
        marking = true;
        predicted.setSelected(!(model.targetProperty().get() instanceof Target.Label));
        labelled.setSelected(model.targetProperty().get() instanceof Target.Label);
        marking = false;
    }
}
