package dev.whence.visualization.control;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Shows one picture as large as fits, never distorted. Small pictures are enlarged by whole factors with hard pixel
 * edges, so that every pixel is a square of equal size; {@link #smoothProperty() smooth} interpolates instead.
 *
 * <p>Style class {@code picture-view}.
 */
public final class PictureView extends Region {

    private final ImageView view = new ImageView();
    private @Nullable Image image;
    /** How often every pixel of the image is repeated in what {@link #view} shows. */
    private int repeated = 1;

    private final ObjectProperty<@Nullable Picture> picture = new SimpleObjectProperty<>(this, "picture");
    private final ObjectProperty<PictureTone> tone = new SimpleObjectProperty<>(this, "tone", PictureTone.AS_STORED);
    private final BooleanProperty smooth = new SimpleBooleanProperty(this, "smooth");

    public PictureView() {
        getStyleClass().add("picture-view");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        view.setManaged(false);
        view.setMouseTransparent(true);
        getChildren().add(view);
        picture.addListener((observed, was, is) -> refresh());
        tone.addListener((observed, was, is) -> refresh());
        smooth.addListener((observed, was, is) -> requestLayout());
    }

    /**
     * @param picture what is shown, or null for nothing
     * @param description what a screen reader says
     */
    public void show(@Nullable Picture picture, String description) {
        setAccessibleText(description);
        this.picture.set(picture);
    }

    public ObjectProperty<@Nullable Picture> pictureProperty() {
        return picture;
    }

    public ObjectProperty<PictureTone> toneProperty() {
        return tone;
    }

    public void setTone(PictureTone shown) {
        tone.set(shown);
    }

    public BooleanProperty smoothProperty() {
        return smooth;
    }

    /** Shows an image that is no picture of the data set, such as a coloured heatmap; the picture stays as it was. */
    void showImage(@Nullable Image image) {
        this.image = image;
        repeated = 1;
        view.setImage(image);
        requestLayout();
    }

    private void refresh() {
        Picture shown = picture.get();
        showImage(shown == null ? null : PictureImages.of(shown, tone.get()));
    }

    @Override
    protected void layoutChildren() {
        if (image == null) {
            return;
        }
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double roomX = getWidth() - left - snappedRightInset();
        double roomY = getHeight() - top - snappedBottomInset();
        double zoom = zoom(image, roomX, roomY);
        double width = image.getWidth() * zoom;
        double height = image.getHeight() * zoom;
        repeatPixels(image, smooth.get() ? 1 : (int) Math.max(1, Math.round(zoom * screenScale())));
        view.setSmooth(smooth.get() || zoom < 1);
        view.setFitWidth(width);
        view.setFitHeight(height);
        view.relocate(snapPositionX(left + (roomX - width) / 2), snapPositionY(top + (roomY - height) / 2));
    }

    /** Points per image pixel: a whole number of screen pixels where the picture is enlarged with hard edges. */
    private double zoom(Image image, double roomX, double roomY) {
        double fitting = Math.max(0, Math.min(roomX / image.getWidth(), roomY / image.getHeight()));
        double screen = screenScale();
        double whole = Math.floor(fitting * screen);
        return smooth.get() || whole < 1 ? fitting : whole / screen;
    }

    /** Hard edges by ourselves: not every graphics pipeline enlarges without smoothing when asked to. */
    private void repeatPixels(Image original, int times) {
        if (times != repeated) {
            repeated = times;
            view.setImage(times == 1 ? original : PictureImages.enlarged(original, times));
        }
    }

    private double screenScale() {
        Window window = getScene() == null ? null : getScene().getWindow();
        return window == null ? 1 : Math.max(1, window.getOutputScaleX());
    }

    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + snappedRightInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return snappedTopInset() + snappedBottomInset();
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset() + snappedRightInset() + (image == null ? 0 : image.getWidth());
    }

    @Override
    protected double computePrefHeight(double width) {
        return snappedTopInset() + snappedBottomInset() + (image == null ? 0 : image.getHeight());
    }
}
