package dev.whence.app.ui.heat;

import dev.whence.visualization.PictureTone;
import dev.whence.visualization.control.HeatmapView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Both maps of a pair, small, to stand below a training image. */
public final class PairStrip extends HBox {

    private static final double GAP = 4;

    private final HeatmapView train;
    private final HeatmapView test;
    private final String name;

    /**
     * @param name of the training image
     */
    public PairStrip(HeatDisplay display, PictureTone tone, String name) {
        super(GAP);
        this.name = name;
        getStyleClass().add("pair-strip");
        setMouseTransparent(true);
        train = view(display, tone);
        test = view(display, tone);
        getChildren().addAll(place(train), place(test));
        show(null, Double.NaN);
    }

    private static HeatmapView view(HeatDisplay display, PictureTone tone) {
        HeatmapView view = new HeatmapView();
        view.setFocusTraversable(false);
        view.toneProperty().set(tone);
        view.comparingProperty().bind(display.comparingProperty());
        view.setMinSize(0, 0);
        display.control(view);
        return view;
    }

    private static Region place(HeatmapView view) {
        StackPane place = new StackPane(view);
        place.getStyleClass().add("map-place");
        place.setMinWidth(0);
        HBox.setHgrow(place, Priority.ALWAYS);
        return place;
    }

    /**
     * @param scale magnitude of the strongest colour, or NaN for each map's own
     */
    public void show(@Nullable PairMaps maps, double scale) {
        show(train, maps == null ? null : maps.train(), scale, "Map on training image " + name);
        show(test, maps == null ? null : maps.test(), scale, "Map on the test image");
    }

    private static void show(HeatmapView view, @Nullable SeenMap map, double scale, String words) {
        view.scaleProperty().set(scale);
        view.show(map == null ? null : map.picture(), map == null ? null : map.map(), words);
        view.setVisible(map != null);
    }

    /** Gives each map a square of this side. */
    public void setTileSide(double side) {
        double square = Math.max(12, Math.floor((side - GAP) / 2));
        for (HeatmapView view : new HeatmapView[] {train, test}) {
            view.setPrefSize(square, square);
            view.setMaxSize(square, square);
        }
        setMinHeight(square);
        setPrefHeight(square);
        setMaxHeight(square);
    }

    /** The height for tiles of a width. */
    public static double heightFor(double side) {
        return Math.max(12, Math.floor((side - GAP) / 2));
    }
}
