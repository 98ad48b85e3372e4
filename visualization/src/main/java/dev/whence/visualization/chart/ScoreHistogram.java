package dev.whence.visualization.chart;

import dev.whence.visualization.SignedNumbers;
import java.awt.BasicStroke;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/**
 * How the non-zero scores of one explanation are spread: negative ones left of zero in one colour, positive ones right of
 * it in another. How many scores are not zero stands below in words. The bars' height is the number of training images, on
 * a logarithmic axis because most scores are tiny and the few large ones are what one looks for.
 *
 * <p>Style classes {@code score-histogram}, {@code words}.
 */
public final class ScoreHistogram extends VBox {

    private static final int BINS_PER_SIDE = 12;

    /** Where bars start: below one image, so that a single one can be seen. */
    private static final double FLOOR = 0.5;

    /** Room for the first and last number of the axes, which are centred on their ticks. */
    private static final RectangleInsets ROOM = new RectangleInsets(6, 0, 0, 12);

    private final DrawnChart canvas;
    private final Label words = new Label();
    private ScoreBins bins = ScoreBins.of(new float[0], BINS_PER_SIDE);
    private ChartStyle colours = ChartStyle.LIGHT;

    public ScoreHistogram() {
        getStyleClass().add("score-histogram");
        setAccessibleRole(AccessibleRole.TEXT);
        canvas = new DrawnChart(chart());
        StackPane room = new StackPane(canvas);
        room.setMinSize(60, 60);
        room.setPrefHeight(110);
        canvas.widthProperty().bind(room.widthProperty());
        canvas.heightProperty().bind(room.heightProperty());
        VBox.setVgrow(room, Priority.ALWAYS);
        words.getStyleClass().add("words");
        words.setWrapText(true);
        getChildren().addAll(room, words);
        show(new float[0]);
    }

    /**
     * @param scores one per training image, zeros included
     */
    public void show(float[] scores) {
        bins = ScoreBins.of(scores, BINS_PER_SIDE);
        String matter = SignedNumbers.count(bins.negatives() + bins.positives()) + " of "
                + SignedNumbers.count(bins.total()) + " matter";
        words.setText(matter + " \u00b7 bar height logarithmic");
        setAccessibleText("Scores: " + matter + ", " + SignedNumbers.count(bins.positives()) + " positive, "
                + SignedNumbers.count(bins.negatives()) + " negative");
        canvas.setChart(chart());
    }

    /** Follows the window's theme. */
    public void setDark(boolean dark) {
        colours = ChartStyle.of(dark);
        canvas.setChart(chart());
    }

    private JFreeChart chart() {
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(series("negative", bins.negativeCounts(), -bins.width()));
        data.addSeries(series("positive", bins.positiveCounts(), bins.width()));
        XYBarRenderer renderer = new XYBarRenderer(0.12);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setSeriesPaint(0, colours.negative());
        renderer.setSeriesPaint(1, colours.positive());
        XYPlot plot = new XYPlot(data, scoreAxis(), countAxis(), renderer);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.addDomainMarker(new ValueMarker(0, colours.line(), new BasicStroke(1)));
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(ROOM);
        return chart;
    }

    private static XYIntervalSeries series(String name, int[] counts, double width) {
        XYIntervalSeries series = new XYIntervalSeries(name);
        for (int i = 0; i < counts.length; i++) {
            double near = i * width;
            double far = (i + 1) * width;
            if (counts[i] == 0) {
                continue;
            }
            series.add((near + far) / 2, Math.min(near, far), Math.max(near, far), counts[i], FLOOR, counts[i]);
        }
        return series;
    }

    private NumberAxis scoreAxis() {
        NumberAxis axis = new NumberAxis();
        double limit = bins.width() * BINS_PER_SIDE;
        axis.setRange(-limit, limit);
        double oneDigit = Math.pow(10, Math.floor(Math.log10(limit / 2)));
        axis.setTickUnit(new NumberTickUnit(Math.floor(limit / 2 / oneDigit) * oneDigit));
        axis.setNumberFormatOverride(ChartStyle.numbers("#,##0.#####"));
        colours.dress(axis);
        return axis;
    }

    private LogAxis countAxis() {
        LogAxis axis = new LogAxis();
        axis.setSmallestValue(FLOOR);
        axis.setRange(FLOOR, Math.max(10, bins.highest()) * 1.1);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setMinorTickMarksVisible(false);
        axis.setNumberFormatOverride(ChartStyle.numbers("#,##0"));
        colours.dress(axis);
        return axis;
    }
}
