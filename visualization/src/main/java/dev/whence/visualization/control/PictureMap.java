package dev.whence.visualization.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import javafx.util.Duration;

/**
 * Pictures at places of a plane, so that what is alike lies together. Both directions have the same scale. The wheel
 * zooms, dragging moves, a double click shows everything; pictures keep their size.
 *
 * <p>Style classes {@code picture-map}, {@code scored-thumbnail}.
 *
 * @param <T> an item
 */
public final class PictureMap<T> extends Region {

    private static final long CACHE_BYTES = 16L << 20;
    private static final double ROOM = 0.9;

    /** An item with its place. */
    public record Placed<T>(T item, double x, double y) {}

    private final ThumbnailSource<T> source;
    private final ThumbnailLoader<T> loader;
    private final double side;
    private final List<Placed<T>> places = new ArrayList<>();
    private final ViewportModel viewport = new ViewportModel();
    private Consumer<T> action = item -> {};

    /** @param side of a picture in points */
    public PictureMap(ThumbnailSource<T> source, double side) {
        this.source = source;
        this.side = side;
        loader = new ThumbnailLoader<>(source, CACHE_BYTES, (int) Math.ceil(2 * side));
        getStyleClass().add("picture-map");
        setMinSize(120, 60);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        new ViewportGestures(viewport) {
            @Override
            Bounds area() {
                return new BoundingBox(0, 0, Math.max(1, getWidth()), Math.max(1, getHeight()));
            }
        }.install(this);
    }

    /** Which part is seen. */
    public ViewportModel viewport() {
        return viewport;
    }

    /** What a click on a picture does. */
    public void setOnAction(Consumer<T> wanted) {
        action = wanted;
    }

    /** Shows these pictures instead. */
    public void show(List<Placed<T>> shown) {
        loader.clearCache();
        viewport.reset();
        places.clear();
        places.addAll(shown);
        getChildren().setAll(shown.stream().map(this::tile).toList());
        requestLayout();
    }

    private Node tile(Placed<T> placed) {
        ImageView picture = new ImageView();
        picture.setFitWidth(side);
        picture.setFitHeight(side);
        picture.setPreserveRatio(true);
        StackPane tile = new StackPane(picture);
        tile.getStyleClass().add("scored-thumbnail");
        tile.setPrefSize(side + 6, side + 6);
        String words = source.text(placed.item());
        tile.setAccessibleText(words);
        Tooltip tooltip = new Tooltip(words);
        tooltip.setShowDelay(Duration.millis(200));
        Tooltip.install(tile, tooltip);
        tile.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.isStillSincePress()) {
                action.accept(placed.item());
            }
        });
        tile.addEventHandler(MouseEvent.MOUSE_ENTERED, event -> tile.toFront());
        tile.setUserData(placed);
        Image known = loader.cached(placed.item());
        picture.setImage(known);
        if (known == null) {
            loader.request(placed.item(), () -> true, picture::setImage);
        }
        return tile;
    }

    @Override
    protected void layoutChildren() {
        double reach = 0;
        for (Placed<T> placed : places) {
            reach = Math.max(reach, Math.max(Math.abs(placed.x()) / getWidth(), Math.abs(placed.y()) / getHeight()));
        }
        double scale = reach > 0 ? ROOM / 2 / reach : 1;
        for (Node tile : getChildren()) {
            if (tile.getUserData() instanceof Placed<?> placed) {
                double x = seen(0.5 + placed.x() * scale / getWidth(), viewport.centreX(), getWidth());
                double y = seen(0.5 - placed.y() * scale / getHeight(), viewport.centreY(), getHeight());
                tile.resizeRelocate(snapPositionX(x), snapPositionY(y), side + 6, side + 6);
            }
        }
    }

    /** Where the tile of a place begins; at its best fit all of it is inside. */
    private double seen(double place, double centre, double length) {
        double at = length * (0.5 + (place - centre) * viewport.zoom()) - side / 2 - 3;
        return viewport.zoom() > ViewportModel.WHOLE ? at : Math.max(0, Math.min(length - side - 6, at));
    }
}
