package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.DynamicsChoice;
import dev.whence.app.ui.Labels;
import java.io.File;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.stage.FileChooser;

/** Writes the numbers of a plot into a table. */
final class TableExport {

    private final Button button = new Button("CSV…");

    /** @param choice the plot on display then */
    TableExport(DynamicsController dynamics, Supplier<DynamicsChoice> choice) {
        button.setId("component-csv");
        button.getStyleClass().add("link");
        button.setAccessibleText("Export the numbers of this plot");
        button.setTooltip(Labels.tooltip("Writes the numbers of this plot as comma-separated values."));
        button.setOnAction(event -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle("Export numbers");
            chooser.setInitialFileName("whence-" + choice.get().plot().id() + ".csv");
            chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Comma-separated values", "*.csv"));
            File picked = chooser.showSaveDialog(button.getScene().getWindow());
            if (picked != null) {
                dynamics.export().writeTable(choice.get(), picked.toPath());
            }
        });
    }

    Button button() {
        return button;
    }
}
