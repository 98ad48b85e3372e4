package dev.whence.app.ui.heat;

import dev.whence.app.ui.Labels;
import dev.whence.engine.model.canon.BiasRemoval;
import dev.whence.engine.model.canon.Homogeneity;
import dev.whence.engine.relevance.gradient.AxiomCheck.Outcome;
import dev.whence.engine.workspace.AxiomReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** What X-Gradient can promise on the open network, measured when asked: with its biases and without. */
final class AxiomPane {

    /** Below this a promise is kept up to rounding. */
    private static final double KEPT = 1e-5;

    /** Ties in pooling explain no more than this. */
    private static final double NEARLY = 1e-2;

    private final VBox root = new VBox(10);
    private final GridPane table = new GridPane();
    private final Label changes = Labels.paragraph("");
    private final Button check = new Button("Check on test images");

    AxiomPane(AxiomSource source) {
        check.setId("axioms-check");
        check.getStyleClass().add("compact");
        table.setId("axioms");
        table.setHgap(18);
        table.setVgap(6);
        changes.setId("axioms-changes");
        changes.getStyleClass().add("small");
        check.setOnAction(event -> {
            check.setDisable(true);
            changes.setText("Measuring …");
            source.ask(this::show, sentence -> {
                check.setDisable(false);
                changes.setText(sentence);
            });
        });
        root.getChildren()
                .addAll(
                        Labels.section("Axioms"),
                        Labels.paragraph(
                                "On a network without biases the gradient times the input adds up to the logit,"
                                        + " equals integrated gradients from zero, and grows in proportion with the input."),
                        check,
                        table,
                        changes);
    }

    Node root() {
        return root;
    }

    private record Row(String name, String before, String after) {}

    private void show(AxiomReport report) {
        check.setDisable(false);
        table.getChildren().clear();
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("", "as it is", "without biases"));
        rows.add(new Row(
                "Accuracy on " + report.effect().images() + " images",
                percent(report.effect().accuracyBefore()),
                percent(report.effect().accuracyAfter())));
        Outcome before = report.asItIs();
        Outcome after = report.without();
        rows.add(row("Sum and logit differ by", before.completeness(), after.completeness()));
        rows.add(new Row("Off integrated gradients by", agreement(before), agreement(after)));
        for (int i = 0; i < before.homogeneity().size(); i++) {
            rows.add(row(
                    "Image times " + before.homogeneity().get(i).factor() + ": logits off by",
                    before.homogeneity().get(i).error(),
                    after.homogeneity().get(i).error()));
        }
        for (int i = 0; i < rows.size(); i++) {
            Label left = right(rows.get(i).before());
            Label right = right(rows.get(i).after());
            table.addRow(i, new Label(rows.get(i).name()), left, right);
        }
        changes.setText(words(report));
    }

    private static String words(AxiomReport report) {
        String changed = report.effect().removal().changes().stream()
                .collect(Collectors.groupingBy(
                        BiasRemoval.Change::what,
                        Collectors.mapping(BiasRemoval.Change::layer, Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(change -> change.getValue() + ": " + change.getKey())
                .collect(Collectors.joining("; "));
        Stream<Homogeneity.Breach> left = report.effect().removal().breaches().stream();
        String breaches =
                left.map(breach -> breach.layer() + " " + breach.reason()).collect(Collectors.joining("; "));
        return "Measured on " + report.images() + " test images in float64, relative to the logits. "
                + (changed.isEmpty() ? "There are no biases to leave out." : "Left out: " + changed + ".")
                + (tied(report.asItIs()) || tied(report.without())
                        ? " Where pooled values tie, rounding decides which of them the gradient goes through: hence ≈."
                        : "")
                + (breaches.isEmpty() ? "" : " Still not proportional: " + breaches + ".");
    }

    private static Label right(String text) {
        Label label = new Label(text);
        GridPane.setHalignment(label, HPos.RIGHT);
        return label;
    }

    private static Row row(String name, double before, double after) {
        return new Row(name, error(before), error(after));
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "no labels" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String error(double error) {
        return number(error) + (error <= KEPT ? " ✓" : " !");
    }

    /** Where all else holds, only ties in pooling are left as a reason. */
    private static String agreement(Outcome outcome) {
        return number(outcome.agreement()) + (tied(outcome) ? " ≈" : outcome.agreement() <= KEPT ? " ✓" : " !");
    }

    private static boolean tied(Outcome outcome) {
        return outcome.agreement() > KEPT
                && outcome.agreement() <= NEARLY
                && new Outcome(outcome.completeness(), 0, outcome.homogeneity()).holds(KEPT);
    }

    private static String number(double error) {
        return error == 0 || error >= 1e-3
                ? String.format(Locale.ROOT, error < 0.1 ? "%.3f" : "%.2f", error)
                : String.format(Locale.ROOT, "%.0e", error).replace("-", "−");
    }
}
