package dev.whence.visualization.chart;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleIntegerProperty;

/**
 * Which steps of a training are on display and which of them is looked at. Charts that share one axis zoom together. With
 * {@code N} steps the places are 0, before the first, to N, after the last.
 */
public final class StepAxis {

    private static final double CLOSEST = 4;

    private final ReadOnlyIntegerWrapper steps = new ReadOnlyIntegerWrapper(this, "steps");
    private final ReadOnlyDoubleWrapper from = new ReadOnlyDoubleWrapper(this, "from", 0);
    private final ReadOnlyDoubleWrapper to = new ReadOnlyDoubleWrapper(this, "to", 1);
    private final IntegerProperty current = new SimpleIntegerProperty(this, "current");
    private final IntegerProperty hovered = new SimpleIntegerProperty(this, "hovered", -1);

    /** Number of steps, all of which are then on display; the last is looked at. */
    public void setSteps(int count) {
        steps.set(count);
        hovered.set(-1);
        current.set(count);
        whole();
    }

    public ReadOnlyIntegerProperty stepsProperty() {
        return steps.getReadOnlyProperty();
    }

    /** The place at the left edge. */
    public ReadOnlyDoubleProperty fromProperty() {
        return from.getReadOnlyProperty();
    }

    /** The place at the right edge. */
    public ReadOnlyDoubleProperty toProperty() {
        return to.getReadOnlyProperty();
    }

    /** The place that is looked at: as many steps are done. */
    public IntegerProperty currentProperty() {
        return current;
    }

    /** The place below the pointer, -1 for none. */
    public IntegerProperty hoveredProperty() {
        return hovered;
    }

    /** The share of the way from the left edge to the right one at which a place lies; outside of 0..1 if not seen. */
    public double share(double place) {
        return (place - from.get()) / (to.get() - from.get());
    }

    /** The place at a share of the way. */
    public double place(double share) {
        return from.get() + share * (to.get() - from.get());
    }

    /** The nearest whole place. */
    public int nearest(double share) {
        return (int) Math.max(0, Math.min(steps.get(), Math.round(place(share))));
    }

    /** Shows everything. */
    public void whole() {
        show(0, steps.get());
    }

    /** Shows the steps between two places, at least a few of them. */
    public void show(double first, double last) {
        double all = Math.max(1, steps.get());
        double wide = Math.max(Math.min(CLOSEST, all), Math.min(all, last - first));
        double left = Math.max(0, Math.min(all - wide, (first + last - wide) / 2));
        from.set(left);
        to.set(left + wide);
    }

    /**
     * Zooms so that the place under the pointer stays where it is.
     *
     * @param factor above 1 to come closer
     */
    public void zoomAt(double factor, double place) {
        show(place - (place - from.get()) / factor, place + (to.get() - place) / factor);
    }

    /** Moves along the axis. */
    public void moveBy(double places) {
        show(from.get() + places, to.get() + places);
    }
}
