package dev.whence.visualization.chart;

import java.util.List;
import java.util.Locale;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;

/**
 * Names and colours of the lines of a plot.
 *
 * <p>Style classes {@code step-legend}, {@code swatch}.
 */
public final class StepLegend extends FlowPane {

    public StepLegend() {
        super(14, 3);
        getStyleClass().add("step-legend");
        setAccessibleRole(AccessibleRole.TEXT);
    }

    /** Shows the lines of a plot. */
    public void show(StepPlot plot) {
        getChildren().clear();
        List<StepPlot.Line> named =
                plot.lines().stream().filter(line -> !plot.retraces(line)).toList();
        for (StepPlot.Line line : named) {
            Region swatch = new Region();
            swatch.getStyleClass().add("swatch");
            swatch.setStyle(String.format(Locale.ROOT, "-fx-background-color: #%06x;", line.colour() & 0xffffff));
            Label name = new Label(line.name(), swatch);
            name.setGraphicTextGap(5);
            getChildren().add(name);
        }
        setAccessibleText("Legend: "
                + String.join(", ", named.stream().map(StepPlot.Line::name).toList()));
    }
}
