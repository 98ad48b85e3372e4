package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.Labels;
import dev.whence.visualization.chart.StepAxis;
import dev.whence.visualization.chart.StepChart;
import dev.whence.visualization.chart.StepLegend;
import dev.whence.visualization.chart.StepPlot;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A chart with its title, its legend and room for controls of its own. */
final class ChartCard {

    /** Room left and right of every chart of the view, so that steps lie below each other. */
    static final double LEFT = 128;

    static final double RIGHT = 84;

    private final Label title = Labels.styled("", "strong");
    private final HBox controls = new HBox(8);
    private final StepChart chart;
    private final StepLegend legend = new StepLegend();
    private final HBox head;
    private final VBox root;

    ChartCard(StepAxis axis, String id) {
        chart = new StepChart(axis, LEFT, RIGHT);
        chart.setId(id);
        VBox.setVgrow(chart, Priority.ALWAYS);
        controls.setAlignment(Pos.CENTER_RIGHT);
        title.setMinWidth(Region.USE_PREF_SIZE);
        head = Labels.row(14, title, Labels.spacer(), controls);
        head.setMinHeight(24);
        VBox.setMargin(legend, new Insets(0, 0, 0, LEFT));
        root = new VBox(2, head, chart, legend);
        root.getStyleClass().addAll("card", "chart-card");
    }

    VBox root() {
        return root;
    }

    StepChart chart() {
        return chart;
    }

    void setTitle(String text) {
        title.setText(text);
    }

    /** Moves the legend beside the title, where there is little height. */
    void setLegendAbove() {
        root.getChildren().remove(legend);
        VBox.setMargin(legend, Insets.EMPTY);
        legend.setPrefWrapLength(410);
        legend.setAlignment(Pos.CENTER_LEFT);
        legend.setMaxHeight(Region.USE_PREF_SIZE);
        head.getChildren().add(1, legend);
    }

    /** At the right end of the title's line. */
    void setControls(Node... nodes) {
        for (Node node : nodes) {
            if (node instanceof ButtonBase button) {
                button.setMinWidth(Region.USE_PREF_SIZE);
            }
        }
        controls.getChildren().setAll(nodes);
    }

    void show(StepPlot plot) {
        chart.show(plot);
        legend.show(plot);
    }
}
