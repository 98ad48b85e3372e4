package dev.whence.visualization.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.StackPane;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.fx.ChartCanvas;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * How numbers move over the steps of a training, one line each. Points may be added while it is shown; long courses are
 * drawn by the means of equal stretches.
 *
 * <p>Style class {@code course-chart}.
 */
public final class CourseChart extends StackPane {

    private static final int DRAWN_POINTS = 600;

    /** Share of the axes beside the data, so that no marker is cut off. */
    private static final double MARGIN = 0.025;

    /** Room for the numbers beside the vertical axis, always the same so that charts below each other are aligned. */
    private static final double LEFT = 54;

    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 10);

    /** Drawn first, and of another size than what is drawn last: the canvas takes an equal font for the current one. */
    private static final Font LEGEND = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    /**
     * A line.
     *
     * @param name in the legend
     * @param kind how it looks
     */
    public record Line(String name, Kind kind) {}

    /** How a line looks. */
    public enum Kind {
        /** Noisy single values: thin and pale. */
        FAINT,
        /** What was trained on. */
        FIRST,
        /** What was not trained on. */
        SECOND
    }

    private final String quantity;
    private final List<Line> lines;
    private final List<List<double[]>> points = new ArrayList<>();
    private final ChartCanvas canvas;
    private final Range range;
    private boolean dark;
    private int steps = 1;

    /**
     * @param quantity name of the vertical axis
     * @param from lowest value that is always shown
     * @param to highest value that is always shown
     */
    public CourseChart(String quantity, double from, double to, List<Line> lines) {
        this.quantity = quantity;
        this.range = new Range(from, to);
        this.lines = List.copyOf(lines);
        this.lines.forEach(line -> points.add(new ArrayList<>()));
        getStyleClass().add("course-chart");
        setAccessibleRole(AccessibleRole.TEXT);
        setMinSize(120, 100);
        canvas = new ChartCanvas(chart());
        canvas.setTooltipEnabled(false);
        canvas.widthProperty().bind(widthProperty());
        canvas.heightProperty().bind(heightProperty());
        canvas.setManaged(false);
        getChildren().add(canvas);
        refresh();
    }

    /** Adds a point; it is seen after {@link #refresh()}. Values that are not finite are left out. */
    public void add(int line, double step, double value) {
        if (Double.isFinite(value)) {
            points.get(line).add(new double[] {step, value});
        }
    }

    /** How many steps there will be, so that the horizontal axis need not grow; seen after {@link #refresh()}. */
    public void setSteps(int number) {
        steps = Math.max(1, number);
    }

    /** Removes all points. */
    public void clear() {
        points.forEach(List::clear);
        refresh();
    }

    /** The number of points of a line. */
    public int size(int line) {
        return points.get(line).size();
    }

    /** Draws what was added. */
    public void refresh() {
        canvas.setChart(chart());
        StringBuilder words = new StringBuilder(quantity);
        for (int i = 0; i < lines.size(); i++) {
            List<double[]> course = points.get(i);
            if (lines.get(i).kind() != Kind.FAINT && !course.isEmpty()) {
                double[] last = course.get(course.size() - 1);
                words.append(String.format(
                        Locale.ROOT, ", %s %.4f at step %.0f", lines.get(i).name(), last[1], last[0]));
            }
        }
        setAccessibleText(words.toString());
    }

    /** Follows the window's theme. */
    public void setDark(boolean isDark) {
        dark = isDark;
        canvas.setChart(chart());
    }

    private JFreeChart chart() {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        for (int i = 0; i < lines.size(); i++) {
            data.addSeries(series(i));
            Kind kind = lines.get(i).kind();
            renderer.setSeriesPaint(i, colour(kind));
            renderer.setSeriesStroke(i, new BasicStroke(kind == Kind.FAINT ? 0.8f : 1.8f));
            renderer.setSeriesShapesVisible(
                    i, kind != Kind.FAINT && points.get(i).size() < 40);
        }
        XYPlot plot = new XYPlot(data, axis("step"), axis(quantity), renderer);
        plot.getDomainAxis()
                .setRange(
                        Range.expand(Range.combine(new Range(0, steps), data.getDomainBounds(false)), MARGIN, MARGIN));
        plot.getDomainAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        plot.getRangeAxis().setRange(Range.expand(Range.combine(range, data.getRangeBounds(false)), MARGIN, MARGIN));
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(line());
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        AxisSpace beside = new AxisSpace();
        beside.setLeft(LEFT);
        plot.setFixedRangeAxisSpace(beside);
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        LegendTitle legend = new LegendTitle(plot);
        legend.setItemFont(LEGEND);
        legend.setItemPaint(text());
        legend.setBackgroundPaint(null);
        legend.setPosition(RectangleEdge.TOP);
        chart.addSubtitle(legend);
        chart.setBackgroundPaint(null);
        chart.setPadding(new RectangleInsets(2, 0, 0, 12));
        return chart;
    }

    private XYSeries series(int index) {
        XYSeries series = new XYSeries(lines.get(index).name(), false, true);
        List<double[]> course = points.get(index);
        int stretch = (course.size() + DRAWN_POINTS - 1) / DRAWN_POINTS;
        for (int from = 0; from < course.size(); from += stretch) {
            int to = Math.min(course.size(), from + stretch);
            double step = 0;
            double value = 0;
            for (double[] point : course.subList(from, to)) {
                step += point[0] / (to - from);
                value += point[1] / (to - from);
            }
            series.add(step, value, false);
        }
        return series;
    }

    private NumberAxis axis(String name) {
        NumberAxis axis = new NumberAxis(name);
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setMinusSign('\u2212');
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.##", symbols));
        axis.setAutoRangeIncludesZero(true);
        axis.setLabelFont(SMALL);
        axis.setLabelPaint(text());
        axis.setTickLabelFont(SMALL);
        axis.setTickLabelPaint(text());
        // Room around the labels keeps a tall chart from writing a number every few pixels.
        axis.setTickLabelInsets(new RectangleInsets(10, 4, 10, 4));
        axis.setAxisLinePaint(line());
        axis.setTickMarkPaint(line());
        return axis;
    }

    private Color text() {
        return new Color(dark ? 0x9aa5b1 : 0x59636e);
    }

    private Color line() {
        return new Color(dark ? 0x465060 : 0xd5dae1);
    }

    private Color colour(Kind kind) {
        return switch (kind) {
            case FAINT -> new Color(dark ? 0x4a6a8c : 0xa9c3e0);
            case FIRST -> new Color(dark ? 0x7ab8ff : 0x1f5fa8);
            case SECOND -> new Color(dark ? 0xff8a80 : 0xb2182b);
        };
    }
}
