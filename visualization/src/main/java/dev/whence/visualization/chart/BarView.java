package dev.whence.visualization.chart;

import dev.whence.visualization.SignedNumbers;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/**
 * Amounts below each other as bars with their names and numbers, as many as there are: only visible rows exist.
 *
 * <p>Style classes {@code bar-view}, {@code bar-row}.
 */
public final class BarView extends StackPane {

    private static final double ROW = 24;
    private static final double NAMES = 190;
    private static final double NUMBERS = 84;

    private final ObservableList<BarPlot.Bar> bars = FXCollections.observableArrayList();
    private final ListView<BarPlot.Bar> list = new ListView<>(bars);
    private double largest = 1;
    private String unit = "";
    private Consumer<BarPlot.Bar> action = bar -> {};

    public BarView() {
        getStyleClass().add("bar-view");
        list.setFixedCellSize(ROW);
        list.setCellFactory(view -> new Row());
        list.getSelectionModel().selectedItemProperty().addListener((observed, was, is) -> {
            if (is != null) {
                action.accept(is);
            }
        });
        getChildren().add(list);
    }

    /** What choosing a bar does. */
    public void setOnAction(Consumer<BarPlot.Bar> wanted) {
        action = wanted;
    }

    /** Shows these bars instead. */
    public void show(BarPlot plot) {
        largest = plot.largest();
        unit = plot.unit();
        list.setAccessibleText(plot.words());
        list.getSelectionModel().clearSelection();
        bars.setAll(plot.bars());
        list.refresh();
    }

    private final class Row extends ListCell<BarPlot.Bar> {

        private final Label name = new Label();
        private final Label number = new Label();
        private final Canvas bar = new Canvas();
        private final Tooltip tooltip = new Tooltip();
        private final Pane row = new Pane(name, bar, number) {
            @Override
            protected double computePrefWidth(double height) {
                return 0;
            }

            @Override
            protected void layoutChildren() {
                place(getWidth());
            }
        };

        Row() {
            getStyleClass().add("bar-row");
            name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            number.getStyleClass().add("muted");
        }

        @Override
        protected void updateItem(BarPlot.@Nullable Bar item, boolean empty) {
            super.updateItem(item, empty);
            if (item == null || empty) {
                setGraphic(null);
                setTooltip(null);
                setAccessibleText("");
                return;
            }
            name.setText(item.name());
            number.setText(SignedNumbers.magnitude(item.value()));
            tooltip.setText(item.name() + ": " + number.getText() + " " + unit);
            setTooltip(tooltip);
            setAccessibleText(tooltip.getText());
            setGraphic(row);
            row.requestLayout();
        }

        private void place(double width) {
            BarPlot.Bar item = getItem();
            double room = Math.max(1, width - NAMES - NUMBERS);
            name.resizeRelocate(0, 2, NAMES - 10, name.prefHeight(-1));
            bar.setWidth(room);
            bar.setHeight(ROW - 8);
            bar.relocate(NAMES, 2);
            GraphicsContext pen = bar.getGraphicsContext2D();
            pen.clearRect(0, 0, room, ROW);
            double length = item == null ? 0 : room * item.value() / largest;
            if (item != null) {
                int colour = item.colour();
                pen.setFill(Color.rgb(colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff));
                pen.fillRect(0, 1, Math.max(length, item.value() > 0 ? 1 : 0), ROW - 10);
            }
            number.autosize();
            number.relocate(NAMES + length + 8, 2);
        }
    }
}
