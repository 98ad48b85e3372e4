package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.Labels;
import dev.whence.engine.attribution.pathkernel.Dynamics;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.dynamics.NumberStory;
import java.util.Arrays;
import java.util.Locale;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Whether the parts add up to what the network says. */
final class ExactnessCard {

    private final DynamicsModel model;
    private final GridPane table = new GridPane();
    private final Label how = Labels.paragraph("");
    private final VBox root;

    ExactnessCard(DynamicsModel model) {
        this.model = model;
        ColumnConstraints names = new ColumnConstraints();
        names.setHgrow(Priority.ALWAYS);
        ColumnConstraints values = new ColumnConstraints();
        values.setHalignment(HPos.RIGHT);
        table.getColumnConstraints().setAll(names, values);
        table.setVgap(3);
        table.setId("exactness");
        how.getStyleClass().add("small");
        root = new VBox(6, Labels.section("Is it exact?"), table, how);
        model.numberProperty().addListener(observed -> show());
        show();
    }

    Node root() {
        return root;
    }

    private void show() {
        NumberStory number = model.numberProperty().get();
        boolean known = number != null && model.outcomeProperty().get() instanceof DynamicsOutcome.Explained;
        root.setVisible(known);
        root.setManaged(known);
        if (number != null && model.outcomeProperty().get() instanceof DynamicsOutcome.Explained done) {
            fill(done.story().dynamics(), number);
        }
    }

    private void fill(Dynamics dynamics, NumberStory number) {
        double decay = sum(number.course().regularisationPerStep());
        double predicted = dynamics.predicted(number.number());
        double images = predicted - dynamics.initial(number.number()) - decay;
        double actual = dynamics.actual(number.number());
        double missed = Arrays.stream(number.course().residual()).map(Math::abs).sum();
        table.getChildren().clear();
        row(0, "before training", SignedNumbers.score(dynamics.initial(number.number())));
        row(1, "training images", SignedNumbers.score(images));
        row(2, "weight decay", SignedNumbers.score(decay));
        row(3, "sum", precise(predicted));
        row(4, "network says", precise(actual));
        row(5, "difference", SignedNumbers.score(predicted - actual));
        row(6, "before closing, |missed|", SignedNumbers.magnitude(missed));
        how.setText(String.join("; ", dynamics.info().choices()) + ".");
    }

    private void row(int row, String name, String value) {
        Label words = Labels.styled(name, "fact-name");
        Label shown = Labels.styled(value, "fact-value");
        if (row == 4) {
            shown.getStyleClass().add("strong");
        }
        table.addRow(row, words, shown);
    }

    private static String precise(double value) {
        return (value < 0 ? "−" : "+") + String.format(Locale.ROOT, "%.4f", Math.abs(value));
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
