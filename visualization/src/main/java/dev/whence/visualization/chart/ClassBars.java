package dev.whence.visualization.chart;

import java.util.List;
import java.util.Locale;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * The most probable classes as bars, in the order given.
 *
 * <p>Style classes {@code class-bars}, {@code bar-track}, {@code bar}, {@code first} on the first row's label.
 */
public final class ClassBars extends GridPane {

    /**
     * @param name of the class
     * @param probability 0 to 1
     */
    public record Bar(String name, double probability) {}

    public ClassBars() {
        getStyleClass().add("class-bars");
        setAccessibleRole(AccessibleRole.TEXT);
        ColumnConstraints names = new ColumnConstraints();
        names.setHalignment(HPos.LEFT);
        ColumnConstraints bars = new ColumnConstraints();
        bars.setHgrow(Priority.ALWAYS);
        bars.setFillWidth(true);
        ColumnConstraints values = new ColumnConstraints();
        values.setHalignment(HPos.RIGHT);
        values.setMinWidth(Region.USE_PREF_SIZE);
        getColumnConstraints().setAll(List.of(names, bars, values));
    }

    /** Shows these classes instead. */
    public void show(List<Bar> bars) {
        getChildren().clear();
        StringBuilder spoken = new StringBuilder("Class probabilities:");
        for (int row = 0; row < bars.size(); row++) {
            Bar bar = bars.get(row);
            String percent = String.format(Locale.ROOT, "%.1f %%", 100 * bar.probability());
            Label name = new Label(bar.name());
            name.getStyleClass().add(row == 0 ? "first" : "other");
            Label value = new Label(percent);
            value.getStyleClass().add(row == 0 ? "first" : "other");
            value.setMinWidth(Region.USE_PREF_SIZE);
            addRow(row, name, track(bar.probability()), value);
            spoken.append(' ').append(bar.name()).append(' ').append(percent).append(row + 1 < bars.size() ? "," : "");
        }
        setAccessibleText(spoken.toString());
    }

    private static Region track(double probability) {
        Region bar = new Region();
        bar.getStyleClass().add("bar");
        StackPane track = new StackPane(bar);
        track.getStyleClass().add("bar-track");
        track.setMinWidth(40);
        StackPane.setAlignment(bar, Pos.CENTER_LEFT);
        double share = Math.max(0, Math.min(1, probability));
        bar.maxWidthProperty().bind(track.widthProperty().multiply(share));
        bar.minWidthProperty().bind(bar.maxWidthProperty());
        GridPane.setValignment(track, VPos.CENTER);
        return track;
    }
}
