package dev.whence.app.ui.heat;

import dev.whence.app.ui.Labels;
import dev.whence.engine.relevance.lrp.PreFlight;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/** Each layer with the rule it gets, whether that conserves relevance, and a menu for another rule. */
final class LayerRules {

    private final TableView<PreFlight.Entry> table = new TableView<>();
    private final BiConsumer<String, String> override;
    private Map<String, String> overrides = Map.of();

    /** @param override receives a layer and its rule, empty for that of the composite */
    LayerRules(BiConsumer<String, String> override) {
        this.override = override;
        table.setId("layer-rules");
        table.setAccessibleText("Rule of each layer");
        table.getStyleClass().add("dense");
        table.setPlaceholder(Labels.muted("Looking at the layers …"));
        table.getColumns().add(column("Layer", PreFlight.Entry::layer, 150));
        table.getColumns().add(column("Kind", PreFlight.Entry::kind, 90));
        table.getColumns().add(column("Rule", PreFlight.Entry::rule, 120));
        TableColumn<PreFlight.Entry, String> own = column("Own rule", PreFlight.Entry::layer, 130);
        own.setCellFactory(ignored -> new RuleCell());
        table.getColumns().add(own);
        table.getColumns()
                .add(column("Keeps the sum", entry -> entry.conserves() ? "✓ yes" : "! no: " + entry.reason(), 222));
    }

    Node root() {
        return table;
    }

    void show(List<PreFlight.Entry> entries, Map<String, String> own) {
        overrides = own;
        table.getItems().setAll(entries);
    }

    private static TableColumn<PreFlight.Entry, String> column(
            String title, Function<PreFlight.Entry, String> text, double width) {
        TableColumn<PreFlight.Entry, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setSortable(false);
        return column;
    }

    private final class RuleCell extends TableCell<PreFlight.Entry, String> {

        private final ComboBox<String> box = new ComboBox<>();
        private boolean filling;

        RuleCell() {
            box.getItems().setAll(RuleOverrides.OFFERED);
            box.setEditable(true);
            box.getStyleClass().add("compact");
            box.setMaxWidth(Double.MAX_VALUE);
            box.setPromptText("composite");
            box.valueProperty().addListener((observed, was, is) -> {
                if (!filling) {
                    override.accept(getItem(), is == null ? "" : is);
                }
            });
        }

        @Override
        protected void updateItem(@Nullable String layer, boolean empty) {
            super.updateItem(layer, empty);
            if (empty || layer == null) {
                setGraphic(null);
                return;
            }
            filling = true;
            box.setValue(overrides.getOrDefault(layer, ""));
            filling = false;
            box.setAccessibleText("Own rule of layer " + layer);
            setGraphic(box);
        }
    }
}
