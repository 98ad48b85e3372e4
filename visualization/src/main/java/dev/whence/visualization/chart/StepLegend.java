package dev.whence.visualization.chart;

import java.util.Locale;
import java.util.stream.Collectors;
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
        plot.lines().stream().filter(line -> !plot.retraces(line)).forEach(line -> add(line.name(), line.colour()));
        tell();
    }

    /** Shows the curves of a plot. */
    public void show(CurvePlot plot) {
        getChildren().clear();
        plot.curves().forEach(curve -> add(curve.name(), curve.colour()));
        tell();
    }

    private void add(String words, int colour) {
        Region swatch = new Region();
        swatch.getStyleClass().add("swatch");
        swatch.setStyle(String.format(Locale.ROOT, "-fx-background-color: #%06x;", colour & 0xffffff));
        Label name = new Label(words, swatch);
        name.setGraphicTextGap(5);
        getChildren().add(name);
    }

    private void tell() {
        setAccessibleText("Legend: "
                + getChildren().stream().map(label -> ((Label) label).getText()).collect(Collectors.joining(", ")));
    }
}
