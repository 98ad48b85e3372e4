package dev.whence.visualization.control;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.colormap.ColorMap;
import dev.whence.visualization.heatmap.Heatmap;
import dev.whence.visualization.heatmap.HeatmapImage;
import dev.whence.visualization.heatmap.PixelWindow;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * A picture and its heatmap: one of them, or the heatmap over the picture. While Space or the right mouse button is held,
 * the picture alone is shown. The wheel or the keys + and − zoom, dragging or arrows move, 0 or a double click shows the
 * whole again; views that were given the same {@link ViewportModel} do so together.
 *
 * <p>The heatmap lies over the whole picture, so the picture has to be what the network saw of it. Style class
 * {@code heatmap-view}.
 */
public final class HeatmapView extends Region {

    /** What is on display. */
    public enum Mode {
        PICTURE,
        HEATMAP,
        OVERLAY
    }

    private static final double WHEEL = 1.0025;
    private static final double SIDE = 112;

    private final ImageView view = new ImageView();
    private final ObjectProperty<@Nullable Picture> picture = new SimpleObjectProperty<>(this, "picture");
    private final ObjectProperty<@Nullable Heatmap> heatmap = new SimpleObjectProperty<>(this, "heatmap");
    private final ObjectProperty<PictureTone> tone = new SimpleObjectProperty<>(this, "tone", PictureTone.AS_STORED);
    private final ObjectProperty<ColorMap> colours = new SimpleObjectProperty<>(this, "colours", ColorMap.standard());
    private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(this, "mode", Mode.OVERLAY);
    private final DoubleProperty scale = new SimpleDoubleProperty(this, "scale", Double.NaN);
    private final DoubleProperty opacityOfHeat = new SimpleDoubleProperty(this, "opacityOfHeat", 0.7);
    private final BooleanProperty smooth = new SimpleBooleanProperty(this, "smooth");
    private final BooleanProperty comparing = new SimpleBooleanProperty(this, "comparing");
    private final ChangeListener<Number> moved = (observed, was, is) -> requestLayout();
    private final WeakChangeListener<Number> follower = new WeakChangeListener<>(moved);
    private ViewportModel viewport = new ViewportModel();
    private String description = "Heatmap";
    private @Nullable Pixels pixels;
    private @Nullable Point2D grabbed;

    /** The pixels on display before zooming. */
    private record Pixels(int[] argb, int width, int height) {}

    public HeatmapView() {
        getStyleClass().add("heatmap-view");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        view.setManaged(false);
        view.setMouseTransparent(true);
        getChildren().add(view);
        picture.addListener((observed, was, is) -> recolour());
        heatmap.addListener((observed, was, is) -> recolour());
        tone.addListener((observed, was, is) -> recolour());
        colours.addListener((observed, was, is) -> recolour());
        mode.addListener((observed, was, is) -> recolour());
        scale.addListener((observed, was, is) -> recolour());
        opacityOfHeat.addListener((observed, was, is) -> recolour());
        comparing.addListener((observed, was, is) -> recolour());
        smooth.addListener((observed, was, is) -> requestLayout());
        setViewport(viewport);
        addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
        addEventHandler(KeyEvent.KEY_RELEASED, this::keyReleased);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::mousePressed);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::mouseDragged);
        addEventHandler(MouseEvent.MOUSE_RELEASED, this::mouseReleased);
        addEventHandler(ScrollEvent.SCROLL, this::scrolled);
        focusedProperty().addListener((observed, was, is) -> {
            if (!is) {
                comparing.set(false);
            }
        });
    }

    /**
     * @param shown the picture as the network saw it, or null for nothing
     * @param map its heatmap, or null while it is being computed: then the picture is shown
     * @param words what the heatmap explains, for screen readers
     */
    public void show(@Nullable Picture shown, @Nullable Heatmap map, String words) {
        description = words;
        picture.set(shown);
        heatmap.set(map);
        recolour();
    }

    public ObjectProperty<@Nullable Picture> pictureProperty() {
        return picture;
    }

    public ObjectProperty<@Nullable Heatmap> heatmapProperty() {
        return heatmap;
    }

    public ObjectProperty<PictureTone> toneProperty() {
        return tone;
    }

    public ObjectProperty<ColorMap> coloursProperty() {
        return colours;
    }

    public ObjectProperty<Mode> modeProperty() {
        return mode;
    }

    /** Magnitude of the strongest colour; NaN takes the largest of the heatmap itself. */
    public DoubleProperty scaleProperty() {
        return scale;
    }

    /** How far the overlay goes from the picture (0) to the heatmap (1). */
    public DoubleProperty opacityOfHeatProperty() {
        return opacityOfHeat;
    }

    /** Whether pixels are interpolated instead of shown as squares. */
    public BooleanProperty smoothProperty() {
        return smooth;
    }

    /** True while the picture alone is to be seen, whatever the mode; may be bound to a key of the window. */
    public BooleanProperty comparingProperty() {
        return comparing;
    }

    /** Zooms and moves together with all other views of that model. */
    public void setViewport(ViewportModel shared) {
        viewport.zoomProperty().removeListener(follower);
        viewport.centreXProperty().removeListener(follower);
        viewport.centreYProperty().removeListener(follower);
        viewport = shared;
        viewport.zoomProperty().addListener(follower);
        viewport.centreXProperty().addListener(follower);
        viewport.centreYProperty().addListener(follower);
        requestLayout();
    }

    public ViewportModel viewport() {
        return viewport;
    }

    private void recolour() {
        pixels = compose(picture.get(), heatmap.get());
        Heatmap map = heatmap.get();
        setAccessibleText(
                map == null
                        ? description
                        : description + ", strongest relevance "
                                + SignedNumbers.magnitude(map.largestMagnitude()) + ", sum "
                                + SignedNumbers.score(map.sum())
                                + (map.isDefined() ? "" : ", some values undefined"));
        requestLayout();
    }

    private @Nullable Pixels compose(@Nullable Picture shown, @Nullable Heatmap map) {
        if (map == null || (shown != null && (comparing.get() || mode.get() == Mode.PICTURE))) {
            return shown == null ? null : new Pixels(tone.get().argb(shown), shown.width(), shown.height());
        }
        double most = Double.isNaN(scale.get()) ? map.largestMagnitude() : scale.get();
        if (shown == null || mode.get() == Mode.HEATMAP) {
            return new Pixels(HeatmapImage.opaque(map, colours.get(), most), map.width(), map.height());
        }
        int[] argb = HeatmapImage.overlay(
                tone.get().argb(shown),
                shown.width(),
                shown.height(),
                map,
                colours.get(),
                most,
                Math.max(0, Math.min(1, opacityOfHeat.get())));
        return new Pixels(
                argb, HeatmapImage.overlayWidth(shown.width(), map), HeatmapImage.overlayHeight(shown.height(), map));
    }

    @Override
    protected void layoutChildren() {
        double screen = screenScale();
        int columns = (int) Math.floor(roomX() * screen);
        int rows = (int) Math.floor(roomY() * screen);
        Pixels shown = pixels;
        if (shown == null || columns < 1 || rows < 1) {
            view.setImage(null);
            return;
        }
        double step = step(shown);
        double left = viewport.centreX() * shown.width() - columns * step / 2;
        double top = viewport.centreY() * shown.height() - rows * step / 2;
        int[] drawn = new PixelWindow(left, top, step, columns, rows)
                .draw(shown.argb(), shown.width(), shown.height(), smooth.get() || tooSmallForSquares(shown));
        view.setImage(PictureImages.image(drawn, columns, rows));
        view.setSmooth(false);
        view.setFitWidth(columns / screen);
        view.setFitHeight(rows / screen);
        view.relocate(snappedLeftInset(), snappedTopInset());
    }

    /** Squares of one and of two screen pixels side by side would look like a pattern of the map. */
    private boolean tooSmallForSquares(Pixels shown) {
        double screen = screenScale();
        double pixelsEach = Math.min(roomX() / shown.width(), roomY() / shown.height()) * screen;
        return pixelsEach < 2 && viewport.zoom() <= ViewportModel.WHOLE;
    }

    /** Image pixels per screen pixel; small images at their best fit get squares of whole screen pixels. */
    private double step(Pixels shown) {
        double screen = screenScale();
        double fitting = Math.max(1e-6, Math.min(roomX() / shown.width(), roomY() / shown.height()) * screen);
        double best = smooth.get() || fitting < 2 ? fitting : Math.floor(fitting);
        return 1 / (best * viewport.zoom());
    }

    private double roomX() {
        return getWidth() - snappedLeftInset() - snappedRightInset();
    }

    private double roomY() {
        return getHeight() - snappedTopInset() - snappedBottomInset();
    }

    private double screenScale() {
        Window window = getScene() == null ? null : getScene().getWindow();
        return window == null ? 1 : Math.max(1, window.getOutputScaleX());
    }

    private void keyPressed(KeyEvent event) {
        if (event.getCode() == KeyCode.SPACE) {
            comparing.set(true);
            event.consume();
        } else {
            ViewportGestures.press(viewport, event);
        }
    }

    private void keyReleased(KeyEvent event) {
        if (event.getCode() == KeyCode.SPACE) {
            comparing.set(false);
            event.consume();
        }
    }

    private void mousePressed(MouseEvent event) {
        requestFocus();
        if (event.getButton() == MouseButton.SECONDARY) {
            comparing.set(true);
        } else if (event.getButton() == MouseButton.PRIMARY) {
            grabbed = new Point2D(event.getX(), event.getY());
            if (event.getClickCount() == 2) {
                viewport.reset();
            }
        }
    }

    private void mouseDragged(MouseEvent event) {
        Point2D from = grabbed;
        Pixels shown = pixels;
        if (from != null && shown != null && viewport.zoom() > ViewportModel.WHOLE) {
            double perPoint = step(shown) * screenScale();
            viewport.moveBy(
                    (from.getX() - event.getX()) * perPoint / shown.width(),
                    (from.getY() - event.getY()) * perPoint / shown.height());
            grabbed = new Point2D(event.getX(), event.getY());
            event.consume();
        }
    }

    private void mouseReleased(MouseEvent event) {
        grabbed = null;
        if (event.getButton() == MouseButton.SECONDARY) {
            comparing.set(false);
        }
    }

    private void scrolled(ScrollEvent event) {
        Pixels shown = pixels;
        if (shown != null && event.getDeltaY() != 0 && isFocused()) {
            double perPoint = step(shown) * screenScale();
            double x =
                    viewport.centreX() + (event.getX() - snappedLeftInset() - roomX() / 2) * perPoint / shown.width();
            double y =
                    viewport.centreY() + (event.getY() - snappedTopInset() - roomY() / 2) * perPoint / shown.height();
            viewport.zoomAt(Math.pow(WHEEL, event.getDeltaY()), x, y);
            event.consume();
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset() + SIDE + snappedRightInset();
    }

    @Override
    protected double computePrefHeight(double width) {
        return snappedTopInset() + SIDE + snappedBottomInset();
    }
}
