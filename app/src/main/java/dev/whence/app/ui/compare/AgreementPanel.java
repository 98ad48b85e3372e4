package dev.whence.app.ui.compare;

import dev.whence.app.ui.Choices;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.visualization.comparison.AgreementGrid;
import java.util.List;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** How far all runs agree over one or many test images. */
final class AgreementPanel {

    private final ExploreModel explore;
    private final CompareModel model;
    private final AgreementController controller;
    private final Button measure = new Button("Measure");
    private final AgreementGrid grid = new AgreementGrid();
    private final Label over = Labels.paragraph("");
    private final ToggleButton correlation = new ToggleButton("Rank correlation");
    private final ToggleButton common = new ToggleButton("Top 10 in common");
    private final VBox root = new VBox(8);

    AgreementPanel(ExploreModel explore, CompareModel model, AgreementController controller) {
        this.explore = explore;
        this.model = model;
        this.controller = controller;
        ComboBox<AgreementScope> scope = scope();
        measure.setId("measure");
        measure.getStyleClass().add("compact");
        measure.setTooltip(Labels.tooltip("Compares every run with every other one over these test images."));
        measure.setOnAction(event -> controller.measure());
        HBox.setHgrow(scope, Priority.ALWAYS);
        ToggleGroup choice = new ToggleGroup();
        for (ToggleButton button : new ToggleButton[] {correlation, common}) {
            button.setAccessibleText("Show " + button.getText());
            Choices.connect(button, choice, this::show);
        }
        correlation.setSelected(true);
        correlation.setTooltip(
                Labels.tooltip("Spearman's rank correlation over all training images: 1 for the same order, 0"
                        + " for unrelated ones, −1 for the reverse."));
        common.setTooltip(Labels.tooltip("Share of the ten strongest proponents that two runs have in common."));
        HBox kinds = new HBox(correlation, common);
        kinds.getStyleClass().add("choices");
        over.getStyleClass().add("small");
        grid.setId("agreement");
        root.getChildren()
                .addAll(Labels.section("Agreement of all runs"), Labels.row(6, scope, measure), kinds, over, grid);
        InvalidationListener show = observed -> show();
        for (Observable changing : List.of(
                model.agreementsProperty(),
                model.measuringProperty(),
                model.scopeProperty(),
                explore.runs(),
                explore.selectedProperty(),
                explore.groupProperty(),
                explore.gallery().pickedProperty(),
                explore.gallery().shownProperty())) {
            changing.addListener(show);
        }
        show();
    }

    Node root() {
        return root;
    }

    private ComboBox<AgreementScope> scope() {
        ComboBox<AgreementScope> box = new ComboBox<>();
        box.setId("agreement-scope");
        box.getStyleClass().add("compact");
        box.setMaxWidth(Double.MAX_VALUE);
        box.setPrefWidth(140);
        box.setAccessibleText("Test images over which agreement is measured");
        box.setTooltip(Labels.tooltip("Over which test images agreement is measured."));
        box.getItems().setAll(AgreementScope.values());
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable AgreementScope scope) {
                return scope == null ? "" : scope.words();
            }

            @Override
            public AgreementScope fromString(String text) {
                return AgreementScope.SHOWN;
            }
        });
        box.valueProperty().bindBidirectional(model.scopeProperty());
        return box;
    }

    private void show() {
        CompareModel.Agreements agreements = model.agreementsProperty().get();
        int runs = explore.runs().size();
        int tests = controller.tests().size();
        measure.setDisable(runs < 2 || tests == 0);
        grid.setVisible(agreements != null);
        grid.setManaged(agreements != null);
        if (model.measuringProperty().get()) {
            over.setText("Measuring \u2026 The line at the bottom of the window tells how far it is.");
        } else if (agreements == null) {
            over.setText(notMeasured(runs, tests));
        } else {
            show(agreements, runs);
        }
    }

    private static String notMeasured(int runs, int tests) {
        if (runs < 2) {
            return "There is nothing to compare yet; run another method in Explore.";
        }
        return switch (tests) {
            case 0 -> "No test image is selected; select some in Explore with Ctrl+click.";
            case 1 -> "Not measured yet, over one test image.";
            default -> String.format(Locale.ROOT, "Not measured yet, over %,d test images.", tests);
        };
    }

    private void show(CompareModel.Agreements agreements, int runs) {
        boolean ranks = correlation.isSelected();
        String missing = agreements.runs().size() < runs ? " Later runs are not in it; measure again." : "";
        over.setText((ranks ? "Spearman\u2019s rank correlation, " : "Share of the top 10 proponents in common, ")
                + agreements.over() + "." + missing);
        grid.show(
                agreements.runs().stream().<String>map(MethodRun::title).toList(),
                ranks ? agreements.matrix().spearman() : agreements.matrix().common(),
                ranks ? "Rank correlation" : "Common part of the top 10");
    }
}
