package dev.whence.visualization.chart;

import dev.whence.visualization.chart.StepPlot.Kind;
import dev.whence.visualization.chart.StepPlot.Line;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Makes the chart of a plot: the data, the axes, the look. */
final class StepDrawing {

    static final double TOP = 8;
    static final double BOTTOM = 22;

    /** Keeps a tall chart from writing a number every few pixels. */
    private static final RectangleInsets TICK_ROOM = new RectangleInsets(5, 4, 5, 4);

    private static final BasicStroke PLAIN = new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke BROAD = new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final int PALE = 0x60000000;
    private static final int OPAQUE = 0xff000000;
    private static final BasicStroke DASHED =
            new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);

    private final StepPlot plot;
    private final StepAxis axis;
    private final ChartStyle style;
    private final double left;
    private final double right;

    StepDrawing(StepPlot plot, StepAxis axis, ChartStyle style, double left, double right) {
        this.plot = plot;
        this.axis = axis;
        this.style = style;
        this.left = left;
        this.right = right;
    }

    JFreeChart chart() {
        XYPlot xy = new XYPlot();
        xy.setDomainAxis(steps());
        xy.setRangeAxis(values());
        if (plot.kind() == Kind.STACKED) {
            stack(xy);
        } else {
            draw(xy);
        }
        xy.setAxisOffset(RectangleInsets.ZERO_INSETS);
        if (plot.kind() != Kind.LOGARITHMIC) {
            xy.addRangeMarker(new ValueMarker(0, style.line(), new BasicStroke(1)));
        }
        return style.framed(xy, new RectangleInsets(TOP, left, BOTTOM, right));
    }

    private ValueAxis steps() {
        NumberAxis steps = new NumberAxis();
        steps.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        steps.setNumberFormatOverride(ChartStyle.numbers("#,##0"));
        steps.setRange(axis.fromProperty().get(), axis.toProperty().get());
        style.dress(steps);
        return steps;
    }

    private ValueAxis values() {
        if (plot.kind() == Kind.LOGARITHMIC) {
            LogAxis log = new LogAxis(plot.unit());
            log.setMinorTickMarksVisible(false);
            log.setNumberFormatOverride(ChartStyle.numbers("0.###E0"));
            log.setSmallestValue(Double.MIN_NORMAL);
            style.dress(log);
            return log;
        }
        return linear(plot.unit());
    }

    private NumberAxis linear(String unit) {
        NumberAxis linear = new NumberAxis(unit);
        linear.setAutoRangeIncludesZero(true);
        linear.setUpperMargin(0.06);
        linear.setNumberFormatOverride(ChartStyle.numbers("#,##0.######"));
        linear.setAxisLineVisible(false);
        linear.setTickMarksVisible(false);
        style.dress(linear);
        linear.setTickLabelInsets(TICK_ROOM);
        return linear;
    }

    private void draw(XYPlot xy) {
        List<Line> onLeft = plot.lines().stream().filter(line -> !line.right()).toList();
        List<Line> onRight = plot.lines().stream().filter(Line::right).toList();
        xy.setDataset(0, data(onLeft));
        xy.setRenderer(0, renderer(onLeft));
        if (!onRight.isEmpty()) {
            xy.setRangeAxis(1, linear(plot.rightUnit()));
            xy.setDataset(1, data(onRight));
            xy.setRenderer(1, renderer(onRight));
            xy.mapDatasetToRangeAxis(1, 1);
        }
    }

    private XYSeriesCollection data(List<Line> lines) {
        XYSeriesCollection data = new XYSeriesCollection();
        for (int i = 0; i < lines.size(); i++) {
            XYSeries series = new XYSeries(i, false);
            double[] values = lines.get(i).values();
            for (int s = 0; s < values.length; s++) {
                boolean drawn = Double.isFinite(values[s]) && (plot.kind() != Kind.LOGARITHMIC || values[s] > 0);
                if (drawn || !lines.get(i).bridged()) {
                    series.add(lines.get(i).first() + s, drawn ? values[s] : Double.NaN);
                }
            }
            data.addSeries(series);
        }
        return data;
    }

    private XYLineAndShapeRenderer renderer(List<Line> lines) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            boolean below = plot.isRetraced(line);
            renderer.setSeriesPaint(i, new Color(line.colour() | (below ? PALE : OPAQUE), true));
            renderer.setSeriesStroke(i, line.dashed() ? DASHED : below ? BROAD : PLAIN);
        }
        return renderer;
    }

    /** Two bands for each line, of which one has no height at each place. */
    private void stack(XYPlot xy) {
        int last = axis.stepsProperty().get();
        double[] above = new double[last + 1];
        double[] below = new double[last + 1];
        YIntervalSeriesCollection bands = new YIntervalSeriesCollection();
        DeviationRenderer renderer = new DeviationRenderer(false, false);
        renderer.setAlpha(0.85f);
        XYSeries sum = new XYSeries("sum", false);
        for (int i = 0; i < plot.lines().size(); i++) {
            Line line = plot.lines().get(i);
            YIntervalSeries up = new YIntervalSeries(2 * i);
            YIntervalSeries down = new YIntervalSeries(2 * i + 1);
            for (int place = 0; place <= last; place++) {
                double value = Double.isFinite(line.at(place)) ? line.at(place) : 0;
                double top = above[place] + Math.max(0, value);
                double bottom = below[place] + Math.min(0, value);
                up.add(place, above[place], above[place], top);
                down.add(place, below[place], bottom, below[place]);
                above[place] = top;
                below[place] = bottom;
            }
            bands.addSeries(up);
            bands.addSeries(down);
            renderer.setSeriesFillPaint(2 * i, new Color(line.colour()));
            renderer.setSeriesFillPaint(2 * i + 1, new Color(line.colour()));
        }
        for (int place = 0; place <= last; place++) {
            sum.add(place, above[place] + below[place]);
        }
        xy.setDataset(1, bands);
        xy.setRenderer(1, renderer);
        XYLineAndShapeRenderer total = new XYLineAndShapeRenderer(true, false);
        total.setSeriesPaint(0, style.strong());
        total.setSeriesStroke(0, PLAIN);
        xy.setDataset(0, new XYSeriesCollection(sum));
        xy.setRenderer(0, total);
    }
}
