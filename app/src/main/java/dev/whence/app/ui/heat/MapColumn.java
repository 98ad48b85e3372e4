package dev.whence.app.ui.heat;

import dev.whence.app.ui.Labels;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.control.HeatmapView;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One heatmap with its caption below it. */
public final class MapColumn extends VBox {

    private final HeatmapView view = new HeatmapView();
    private final Label words = Labels.muted("");
    private final String caption;

    /**
     * @param caption says what the map shows
     */
    public MapColumn(HeatDisplay display, String caption) {
        super(4);
        display.control(view);
        view.comparingProperty().bind(display.comparingProperty());
        view.setFocusTraversable(false);
        StackPane place = new StackPane(view);
        place.getStyleClass().add("map-place");
        this.caption = caption;
        words.setText(caption);
        words.getStyleClass().add("small");
        setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(place, words);
        VBox.setVgrow(place, Priority.NEVER);
    }

    /** @param side of the map in points */
    public void setSide(double side) {
        view.setPrefSize(side, side);
        view.setMinSize(side, side);
    }

    /**
     * @param scale magnitude of the strongest colour, or NaN for the map's own
     */
    public void show(@Nullable SeenMap map, PictureTone tone, double scale, String spoken) {
        view.toneProperty().set(tone);
        view.scaleProperty().set(scale);
        view.show(map == null ? null : map.picture(), map == null ? null : map.map(), spoken);
        words.setTooltip(map == null ? null : Labels.tooltip(caption + ", " + map.strongest()));
        view.setVisible(map != null);
    }
}
