package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.tasks.TaskLine;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/** What to do while there is no history. */
final class EmptyHistory {

    private static final double WIDTH = 600;

    private final DynamicsController controller;
    private final VBox root;

    /** @param train goes where networks are trained */
    EmptyHistory(DynamicsModel model, DynamicsController controller, Runnable train) {
        this.controller = controller;
        BooleanBinding recording = model.recordingProperty().isNotEmpty();
        Button record = new Button("Record a short training");
        record.setId("record-history");
        record.getStyleClass().add("accent");
        record.setOnAction(event -> controller.recordShort());
        Button own = new Button("Train…");
        own.setId("train-history");
        own.setTooltip(Labels.tooltip("Trains a network of your choice and keeps its history."));
        own.setOnAction(event -> train.run());
        Button open = new Button("Open history…");
        open.setId("open-history");
        open.setTooltip(
                Labels.tooltip(
                        "Opens the folder of a training run or its history, or imports a folder of PyTorch checkpoints or an .npz file."));
        open.setOnAction(event -> choose(open.getScene()));
        HBox buttons = new HBox(8, record, own, open);
        buttons.setAlignment(Pos.CENTER);
        shownWhen(buttons, recording.not());
        Label problem = paragraph();
        problem.setId("history-problem");
        problem.getStyleClass().setAll("label", "field-problem");
        problem.textProperty().bind(model.problemProperty());
        shownWhen(problem, model.problemProperty().isNotEmpty());
        Label sentence = paragraph();
        sentence.setId("no-history");
        model.explore().workspaceProperty().addListener(observed -> sentence.setText(words()));
        sentence.setText(words());
        shownWhen(sentence, recording.not());
        root = new VBox(
                Labels.styled("When did it learn this?", "headline"),
                sentence,
                busy(model, recording),
                buttons,
                problem);
        root.getStyleClass().add("empty");
        root.setId("empty-history");
    }

    private VBox busy(DynamicsModel model, BooleanBinding recording) {
        Label words = paragraph();
        words.setId("recording-words");
        words.textProperty()
                .bind(Bindings.concat(
                        model.recordingProperty(),
                        ": the network’s layers learn anew from the same training images for about ",
                        ShortTraining.STEPS,
                        " steps, and every state is kept. Then each decision can be followed back to the images and"
                                + " steps that made it."));
        TaskLine line = new TaskLine(controller::recording, controller::cancel);
        line.cancel().setId("recording-cancel");
        recording.addListener((observed, was, is) -> line.setWatching(is));
        HBox row = new HBox(line.root());
        row.setAlignment(Pos.CENTER);
        VBox box = new VBox(14, words, row);
        box.setAlignment(Pos.CENTER);
        shownWhen(box, recording);
        return box;
    }

    private static Label paragraph() {
        Label label = Labels.paragraph("");
        label.setMaxWidth(WIDTH);
        label.setAlignment(Pos.CENTER);
        label.setTextAlignment(TextAlignment.CENTER);
        return label;
    }

    private static void shownWhen(Node node, BooleanBinding wanted) {
        node.visibleProperty().bind(wanted);
        node.managedProperty().bind(wanted);
    }

    private String words() {
        String size = controller.shortTrainingSize();
        return "The training of this classifier was not recorded: train its layers anew on the same images for about "
                + ShortTraining.STEPS
                + " steps"
                + (size.isEmpty() ? "" : " (" + size + ")")
                + ", train a network of your choice with its history kept, or open the history of this one’s own"
                + " training, also one recorded in PyTorch.";
    }

    Node root() {
        return root;
    }

    /** Asks for a history. */
    void choose(Scene scene) {
        new HistoryDialog(scene.getWindow(), scene.getRoot().getStyleClass().contains("dark"), controller.histories())
                .show();
    }
}
