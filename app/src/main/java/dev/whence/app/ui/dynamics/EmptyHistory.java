package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.Labels;
import java.io.File;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;

/** What to do while there is no history. */
final class EmptyHistory {

    private final DynamicsController controller;
    private final VBox root;

    EmptyHistory(DynamicsModel model, DynamicsController controller) {
        this.controller = controller;
        Button open = new Button("Open history…");
        open.setId("open-history");
        open.getStyleClass().add("accent");
        open.setTooltip(Labels.tooltip("Opens the folder of a training run, or the history folder in it."));
        open.setOnAction(event -> choose());
        HBox buttons = new HBox(8, open);
        buttons.setAlignment(Pos.CENTER);
        Label problem = Labels.paragraph("");
        problem.setId("history-problem");
        problem.getStyleClass().setAll("label", "field-problem");
        problem.textProperty().bind(model.problemProperty());
        problem.visibleProperty().bind(model.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        problem.setMaxWidth(560);
        Label sentence = Labels.paragraph(
                "There is no training history of this classifier yet: train one with whence train --history every-step"
                        + " and open its model, or open the history’s folder.");
        sentence.setId("no-history");
        sentence.setMaxWidth(560);
        sentence.setAlignment(Pos.CENTER);
        sentence.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
        root = new VBox(Labels.styled("When did it learn this?", "headline"), sentence, buttons, problem);
        root.getStyleClass().add("empty");
        root.setId("empty-history");
    }

    Node root() {
        return root;
    }

    /** Asks for the folder of a history. */
    void choose() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Folder of a training run or a training history");
        File chosen = chooser.showDialog(
                root.getScene() == null ? null : root.getScene().getWindow());
        if (chosen != null) {
            controller.openHistory(chosen.toPath());
        }
    }
}
