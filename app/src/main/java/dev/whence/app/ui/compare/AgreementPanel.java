package dev.whence.app.ui.compare;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.visualization.comparison.AgreementGrid;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
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

    private final CompareModel model;
    private final AgreementGrid grid = new AgreementGrid();
    private final Label over = Labels.paragraph("");
    private final ToggleButton correlation = new ToggleButton("Rank correlation");
    private final ToggleButton common = new ToggleButton("Top 10 in common");
    private final VBox root = new VBox(8);

    AgreementPanel(ExploreModel explore, CompareModel model, CompareController controller) {
        this.model = model;
        ComboBox<AgreementScope> scope = scope();
        Button measure = new Button("Measure");
        measure.setId("measure");
        measure.getStyleClass().add("compact");
        measure.setTooltip(Labels.tooltip("Compares every run with every other one over these test images."));
        measure.setOnAction(event -> controller.measure());
        measure.disableProperty().bind(Bindings.size(explore.runs()).lessThan(2));
        HBox.setHgrow(scope, Priority.ALWAYS);
        ToggleGroup choice = new ToggleGroup();
        for (ToggleButton button : new ToggleButton[] {correlation, common}) {
            button.setToggleGroup(choice);
            button.setAccessibleText("Show " + button.getText());
            button.setOnAction(event -> {
                button.setSelected(true);
                show();
            });
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
        model.agreementsProperty().addListener(show);
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
                return AgreementScope.SELECTED;
            }
        });
        box.valueProperty().bindBidirectional(model.scopeProperty());
        return box;
    }

    private void show() {
        CompareModel.Agreements agreements = model.agreementsProperty().get();
        grid.setVisible(agreements != null);
        grid.setManaged(agreements != null);
        if (agreements == null) {
            over.setText("Not measured yet.");
            return;
        }
        boolean ranks = correlation.isSelected();
        over.setText((ranks ? "Spearman’s rank correlation, " : "Share of the top 10 proponents in common, ")
                + agreements.over());
        grid.show(
                agreements.titles(),
                ranks ? agreements.matrix().spearman() : agreements.matrix().common(),
                ranks ? "Rank correlation" : "Common part of the top 10");
    }
}
