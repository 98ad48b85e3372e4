package dev.whence.visualization.chart;

import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.CurvePlot.Curve;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * Curves with their spread. The pointer reads the values of the nearest place, dragging zooms, a double click shows
 * everything.
 *
 * <p>Style classes {@code curve-view}, {@code chosen-range}.
 */
public final class CurveView extends Region {

    private static final double TOP = 8;
    private static final double BOTTOM = 36;
    private static final double SMALLEST_DRAG = 6;
    private static final double GAP = 14;

    /** Keeps a tall view from writing a number every few pixels. */
    private static final RectangleInsets TICK_ROOM = new RectangleInsets(8, 4, 8, 4);

    private final double left;
    private final double right;
    private final DrawnChart canvas;
    private final Rectangle range = new Rectangle();
    private final Tooltip readout = new Tooltip();
    private CurvePlot plot = new CurvePlot(List.of(), "Nothing to show yet", "", "", 0, 1);
    private ChartStyle style = ChartStyle.LIGHT;
    private double from;
    private double to = 1;
    private double pressedAt = Double.NaN;

    /**
     * @param left room for the left axis in points
     * @param right room on the right
     */
    public CurveView(double left, double right) {
        this.left = left;
        this.right = right;
        getStyleClass().add("curve-view");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(120, 60);
        canvas = new DrawnChart(chart());
        range.getStyleClass().add("chosen-range");
        range.setManaged(false);
        range.setVisible(false);
        range.setMouseTransparent(true);
        getChildren().addAll(canvas, range);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::point);
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> readout.hide());
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> pressedAt = event.getX());
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(MouseEvent.MOUSE_RELEASED, event -> release());
        addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.getClickCount() == 2) {
                whole();
            }
        });
    }

    /** Shows other curves, all of them. */
    public void show(CurvePlot shown) {
        plot = shown;
        setAccessibleText(shown.words());
        whole();
    }

    public CurvePlot plot() {
        return plot;
    }

    /** Follows the window's theme. */
    public void setDark(boolean dark) {
        style = ChartStyle.of(dark);
        canvas.setChart(chart());
    }

    private void whole() {
        double margin = 0.02 * (plot.to() - plot.from());
        from = plot.from() - margin;
        to = plot.to() + margin;
        canvas.setChart(chart());
    }

    private JFreeChart chart() {
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        renderer.setDefaultLinesVisible(true);
        renderer.setCapLength(5);
        for (int c = 0; c < plot.curves().size(); c++) {
            Curve curve = plot.curves().get(c);
            YIntervalSeries series = new YIntervalSeries(c);
            for (int i = 0; i < curve.x().length; i++) {
                double y = curve.y()[i];
                series.add(curve.x()[i], y, y - curve.spread()[i], y + curve.spread()[i]);
            }
            data.addSeries(series);
            renderer.setSeriesPaint(c, new Color(curve.colour()));
            renderer.setSeriesStroke(
                    c,
                    curve.dashed()
                            ? new BasicStroke(
                                    1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0)
                            : new BasicStroke(1.6f));
            renderer.setSeriesShape(c, new Ellipse2D.Double(-2.5, -2.5, 5, 5));
        }
        XYPlot xy = new XYPlot(data, axis(plot.across()), axis(plot.unit()), renderer);
        xy.getDomainAxis().setRange(from, to);
        xy.getRangeAxis().setTickLabelInsets(TICK_ROOM);
        double margin = 0.04 * (plot.top() - plot.bottom());
        xy.getRangeAxis().setRange(plot.bottom() - margin, plot.top() + margin);
        return style.framed(xy, new RectangleInsets(TOP, left, BOTTOM, right));
    }

    private NumberAxis axis(String name) {
        NumberAxis axis = new NumberAxis(name);
        axis.setNumberFormatOverride(ChartStyle.numbers("#,##0.######"));
        style.dress(axis);
        return axis;
    }

    private double wide() {
        return Math.max(1, getWidth() - left - right);
    }

    private double place(double x) {
        return from + (x - left) / wide() * (to - from);
    }

    private void point(MouseEvent event) {
        String words = words(place(event.getX()));
        if (words.isEmpty()) {
            readout.hide();
            return;
        }
        readout.setText(words);
        readout.show(this, event.getScreenX() + GAP, event.getScreenY() + GAP);
    }

    /** What the curves say at the place nearest to one. */
    private String words(double wanted) {
        if (plot.curves().isEmpty() || wanted < from || wanted > to) {
            return "";
        }
        double[] x = plot.curves().get(0).x();
        int nearest = 0;
        for (int i = 0; i < x.length; i++) {
            nearest = Math.abs(x[i] - wanted) < Math.abs(x[nearest] - wanted) ? i : nearest;
        }
        StringBuilder text = new StringBuilder(plot.across() + ": " + SignedNumbers.magnitude(x[nearest]));
        for (Curve curve : plot.curves()) {
            double y = curve.y()[nearest];
            text.append('\n').append(curve.name()).append(' ').append(y < 0 ? "\u2212" : "");
            text.append(SignedNumbers.magnitude(Math.abs(y)));
            if (curve.spread()[nearest] > 0) {
                text.append(" ± ").append(SignedNumbers.magnitude(curve.spread()[nearest]));
            }
        }
        return text.toString();
    }

    private void drag(MouseEvent event) {
        double at = Math.max(left, Math.min(left + wide(), event.getX()));
        range.setX(Math.min(pressedAt, at));
        range.setWidth(Math.abs(at - pressedAt));
        range.setY(TOP);
        range.setHeight(Math.max(0, getHeight() - TOP - BOTTOM));
        range.setVisible(range.getWidth() > SMALLEST_DRAG && pressedAt >= left);
    }

    private void release() {
        if (range.isVisible()) {
            double first = place(range.getX());
            double last = place(range.getX() + range.getWidth());
            range.setVisible(false);
            from = first;
            to = last;
            canvas.setChart(chart());
        }
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
    }
}
