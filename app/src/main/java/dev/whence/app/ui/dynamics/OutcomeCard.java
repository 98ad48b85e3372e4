package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.tasks.TaskLine;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Until a training is explained: offers that, tells how it goes, or why it was not. */
final class OutcomeCard {

    private final DynamicsModel model;
    private final DynamicsController controller;
    private final TaskLine line;
    private final VBox root = new VBox(10);

    OutcomeCard(DynamicsModel model, DynamicsController controller) {
        this.model = model;
        this.controller = controller;
        line = new TaskLine(controller::explaining, controller::cancel);
        line.cancel().setId("dynamics-cancel");
        root.getStyleClass().add("card");
        root.setId("dynamics-message");
    }

    Node root() {
        return root;
    }

    void show(DynamicsOutcome outcome) {
        boolean explained = outcome instanceof DynamicsOutcome.Explained;
        boolean working = outcome instanceof DynamicsOutcome.Working;
        line.setWatching(working);
        root.getChildren()
                .setAll(outcome instanceof DynamicsOutcome.Working now ? List.<Node>of(working(now)) : offer(outcome));
        root.setVisible(!explained);
        root.setManaged(!explained);
    }

    private HBox working(DynamicsOutcome.Working now) {
        Label sentence = Labels.styled(now.sentence(), "strong");
        HBox.setHgrow(line.root(), Priority.ALWAYS);
        return Labels.row(16, sentence, line.root());
    }

    private List<Node> offer(DynamicsOutcome outcome) {
        int test = model.explore().selectedProperty().get();
        Button explain = new Button(test < 0 ? "Explain the training" : "Explain image " + test + "’s training");
        explain.setId("explain-training");
        explain.getStyleClass().add("accent");
        explain.setDisable(test < 0);
        explain.setOnAction(event -> controller.explain());
        Label sentence = Labels.paragraph(
                outcome instanceof DynamicsOutcome.Missing missing
                        ? missing.sentence()
                        : "Which training images moved the decision on this image, at which step, through which layer."
                                + " The result is kept.");
        sentence.setId("dynamics-sentence");
        if (outcome instanceof DynamicsOutcome.Missing missing && missing.failed()) {
            sentence.getStyleClass().setAll("label", "field-problem");
        }
        return List.of(sentence, explain);
    }
}
