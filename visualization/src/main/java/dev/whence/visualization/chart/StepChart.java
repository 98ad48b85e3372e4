package dev.whence.visualization.chart;

import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.StepPlot.Kind;
import dev.whence.visualization.chart.StepPlot.Line;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/**
 * A plot over the steps of a training. The pointer reads the values, a click looks at a step, dragging or the wheel zooms,
 * a double click shows everything; charts of one {@link StepAxis} do so together. Moving from step to step draws no chart
 * anew.
 *
 * <p>Style classes {@code step-chart}, {@code axis-name}, {@code looked-at}, {@code pointed-at}, {@code chosen-range}.
 */
public final class StepChart extends Region {

    private static final double WHEEL = 1.0025;
    private static final double SMALLEST_DRAG = 6;
    private static final int LISTED = 8;
    private static final double READOUT_GAP = 14;

    /** Between the name of the axis and its first number. */
    private static final double AXIS_NAME_GAP = 12;

    /** From the axis down to its name, which stands in a line with the numbers. */
    private static final double AXIS_NAME_DROP = 2;

    private final StepAxis axis;
    private final double left;
    private final double right;
    private final DrawnChart canvas;
    private final javafx.scene.shape.Line lookedAt = marker("looked-at");
    private final javafx.scene.shape.Line pointedAt = marker("pointed-at");
    private final Rectangle range = new Rectangle();
    private final Label axisName = new Label("step");
    private final Tooltip readout = new Tooltip();
    private final InvalidationListener zoomed = observed -> redraw();
    private final InvalidationListener moved = observed -> requestLayout();
    private StepPlot plot = StepPlot.lines("Nothing to show yet", "", List.of());
    private ChartStyle style = ChartStyle.LIGHT;
    private double pressedAt = Double.NaN;

    /**
     * @param left room for the left axis in points; charts below each other have the same
     * @param right room on the right
     */
    public StepChart(StepAxis axis, double left, double right) {
        this.axis = axis;
        this.left = left;
        this.right = right;
        getStyleClass().add("step-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(120, 60);
        canvas = new DrawnChart(new StepDrawing(plot, axis, style, left, right).chart());
        range.getStyleClass().add("chosen-range");
        range.setManaged(false);
        range.setVisible(false);
        axisName.getStyleClass().add("axis-name");
        axisName.setManaged(false);
        axisName.setMouseTransparent(true);
        getChildren().addAll(canvas, range, pointedAt, lookedAt, axisName);
        axis.fromProperty().addListener(new WeakInvalidationListener(zoomed));
        axis.toProperty().addListener(new WeakInvalidationListener(zoomed));
        axis.currentProperty().addListener(new WeakInvalidationListener(moved));
        axis.hoveredProperty().addListener(new WeakInvalidationListener(moved));
        addEventHandler(MouseEvent.MOUSE_MOVED, this::point);
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> leave());
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(MouseEvent.MOUSE_RELEASED, event -> release());
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::click);
        addEventHandler(ScrollEvent.SCROLL, this::scroll);
    }

    private static javafx.scene.shape.Line marker(String styleClass) {
        javafx.scene.shape.Line line = new javafx.scene.shape.Line();
        line.getStyleClass().add(styleClass);
        line.setManaged(false);
        line.setMouseTransparent(true);
        line.setVisible(false);
        return line;
    }

    /** Shows another plot. */
    public void show(StepPlot shown) {
        plot = shown;
        setAccessibleText(shown.words());
        redraw();
    }

    public StepPlot plot() {
        return plot;
    }

    /** Follows the window's theme. */
    public void setDark(boolean dark) {
        style = ChartStyle.of(dark);
        redraw();
    }

    private void redraw() {
        canvas.setChart(new StepDrawing(plot, axis, style, left, right).chart());
        requestLayout();
    }

    private double wide() {
        return Math.max(1, getWidth() - left - right);
    }

    private double x(double place) {
        return left + axis.share(place) * wide();
    }

    private double share(double x) {
        return (x - left) / wide();
    }

    private boolean inside(MouseEvent event) {
        double share = share(event.getX());
        return share >= -0.02 && share <= 1.02;
    }

    private void point(MouseEvent event) {
        int at = inside(event) ? axis.nearest(share(event.getX())) : -1;
        axis.hoveredProperty().set(at);
        if (at < 0 || plot.lines().isEmpty()) {
            readout.hide();
            return;
        }
        readout.setText(words(at));
        readout.show(this, event.getScreenX() + READOUT_GAP, event.getScreenY() + READOUT_GAP);
    }

    private void leave() {
        axis.hoveredProperty().set(-1);
        readout.hide();
    }

    private void press(MouseEvent event) {
        pressedAt = event.getButton() == MouseButton.PRIMARY && inside(event) ? event.getX() : Double.NaN;
    }

    private void drag(MouseEvent event) {
        if (Double.isNaN(pressedAt)) {
            return;
        }
        double to = Math.max(left, Math.min(left + wide(), event.getX()));
        range.setX(Math.min(pressedAt, to));
        range.setWidth(Math.abs(to - pressedAt));
        range.setY(StepDrawing.TOP);
        range.setHeight(Math.max(0, getHeight() - StepDrawing.TOP - StepDrawing.BOTTOM));
        range.setVisible(range.getWidth() > SMALLEST_DRAG);
    }

    private void release() {
        if (range.isVisible()) {
            double first = axis.place(share(range.getX()));
            double last = axis.place(share(range.getX() + range.getWidth()));
            range.setVisible(false);
            axis.show(first, last);
        }
    }

    private void click(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || !inside(event)) {
            return;
        }
        if (event.getClickCount() == 2) {
            axis.whole();
        } else if (event.isStillSincePress()) {
            axis.currentProperty().set(axis.nearest(share(event.getX())));
        }
    }

    private void scroll(ScrollEvent event) {
        if (event.isControlDown() || Math.abs(event.getDeltaX()) > Math.abs(event.getDeltaY())) {
            if (event.getDeltaX() != 0) {
                axis.moveBy(-event.getDeltaX() / wide() * (axis.place(1) - axis.place(0)));
            } else {
                axis.zoomAt(Math.pow(WHEEL, event.getDeltaY()), axis.place(share(event.getX())));
            }
            event.consume();
        }
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        double room = axisName.prefWidth(-1);
        axisName.setVisible(left >= room + AXIS_NAME_GAP);
        axisName.resizeRelocate(
                left - room - AXIS_NAME_GAP,
                getHeight() - StepDrawing.BOTTOM + AXIS_NAME_DROP,
                room,
                axisName.prefHeight(-1));
        place(lookedAt, axis.currentProperty().get());
        place(pointedAt, axis.hoveredProperty().get());
    }

    private void place(javafx.scene.shape.Line line, int at) {
        double share = axis.share(at);
        line.setVisible(
                at >= 0 && share >= 0 && share <= 1 && axis.stepsProperty().get() > 0);
        double x = Math.floor(x(at)) + 0.5;
        line.setStartX(x);
        line.setEndX(x);
        line.setStartY(StepDrawing.TOP);
        line.setEndY(Math.max(StepDrawing.TOP, getHeight() - StepDrawing.BOTTOM));
    }

    /** What the plot says at a place, the largest first. */
    private String words(int at) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "after step %,d", at));
        if (at == 0) {
            text.replace(0, text.length(), "before training");
        }
        if (plot.kind() == Kind.STACKED) {
            text.append("\nsum ").append(SignedNumbers.score(plot.sumAt(at)));
        }
        List<Line> known = plot.lines().stream()
                .filter(line -> Double.isFinite(line.at(at)))
                .sorted(Comparator.comparingDouble((Line line) -> -Math.abs(line.at(at))))
                .toList();
        for (Line line : known.subList(0, Math.min(LISTED, known.size()))) {
            text.append('\n').append(line.name()).append(' ').append(number(line.at(at)));
        }
        if (known.size() > LISTED) {
            text.append("\nand ").append(known.size() - LISTED).append(" smaller");
        }
        return text.toString();
    }

    private String number(double value) {
        if (plot.kind() == Kind.STACKED) {
            return SignedNumbers.score(value);
        }
        return (value < 0 ? "\u2212" : "") + SignedNumbers.magnitude(Math.abs(value));
    }
}
