package dev.whence.visualization.control;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;

/**
 * Which part of an image is on display. Views that share one model zoom and move together; places are fractions of the
 * image, so that images of different size can be compared.
 */
public final class ViewportModel {

    /** Zoom at which the whole image is visible. */
    public static final double WHOLE = 1;

    /** The closest look. */
    public static final double CLOSEST = 40;

    private final ReadOnlyDoubleWrapper zoom = new ReadOnlyDoubleWrapper(this, "zoom", WHOLE);
    private final ReadOnlyDoubleWrapper centreX = new ReadOnlyDoubleWrapper(this, "centreX", 0.5);
    private final ReadOnlyDoubleWrapper centreY = new ReadOnlyDoubleWrapper(this, "centreY", 0.5);

    /** How many times larger than the whole image at its best fit, 1 to 40. */
    public ReadOnlyDoubleProperty zoomProperty() {
        return zoom.getReadOnlyProperty();
    }

    /** The place in the middle of the view, from 0 at the left edge to 1. */
    public ReadOnlyDoubleProperty centreXProperty() {
        return centreX.getReadOnlyProperty();
    }

    /** The place in the middle of the view, from 0 at the upper edge to 1. */
    public ReadOnlyDoubleProperty centreYProperty() {
        return centreY.getReadOnlyProperty();
    }

    public double zoom() {
        return zoom.get();
    }

    public double centreX() {
        return centreX.get();
    }

    public double centreY() {
        return centreY.get();
    }

    /**
     * Zooms so that the place under the pointer stays where it is.
     *
     * @param factor above 1 to come closer
     * @param x place in the image that stays, 0 to 1
     * @param y place in the image that stays, 0 to 1
     */
    public void zoomAt(double factor, double x, double y) {
        double before = zoom.get();
        double after = Math.max(WHOLE, Math.min(CLOSEST, before * factor));
        double kept = before / after;
        zoom.set(after);
        moveTo(x + (centreX.get() - x) * kept, y + (centreY.get() - y) * kept);
    }

    /** Moves the view by fractions of the image. */
    public void moveBy(double dx, double dy) {
        moveTo(centreX.get() + dx, centreY.get() + dy);
    }

    private void moveTo(double x, double y) {
        double half = 0.5 / zoom.get();
        centreX.set(Math.max(half, Math.min(1 - half, x)));
        centreY.set(Math.max(half, Math.min(1 - half, y)));
    }

    /** The whole image again. */
    public void reset() {
        zoom.set(WHOLE);
        moveTo(0.5, 0.5);
    }
}
