package dev.whence.visualization.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/**
 * The colours of a theme; text and both signs have a contrast of at least 4.5 : 1 against its surface.
 *
 * @param text of axes and words
 * @param strong what is to be seen first
 * @param line of axes
 * @param grid behind the data
 */
record ChartStyle(Color text, Color strong, Color line, Color grid, Color negative, Color positive) {

    static final ChartStyle LIGHT = new ChartStyle(
            new Color(0x59636e),
            new Color(0x1b1f24),
            new Color(0x9aa4b2),
            new Color(0xe9edf2),
            new Color(0x1f5fa8),
            new Color(0xb2182b));
    static final ChartStyle DARK = new ChartStyle(
            new Color(0x9aa5b1),
            new Color(0xe9edf2),
            new Color(0x6b7684),
            new Color(0x2a303a),
            new Color(0x7ab8ff),
            new Color(0xff8a80));

    private static final int LETTERS = 10;

    /** Of different hue and lightness; all can be told from either theme's surface. */
    private static final List<Integer> CATEGORIES =
            List.of(0x4e79a7, 0xf28e2b, 0x59a14f, 0xe15759, 0x76b7b2, 0xc9a227, 0xb07aa1, 0x9c755f, 0xff9da7, 0x8a8f98);

    static ChartStyle of(boolean dark) {
        return dark ? DARK : LIGHT;
    }

    /** The colour of the n-th thing; the same in both themes, and again the first after the last. */
    static int category(int n) {
        return CATEGORIES.get(Math.floorMod(n, CATEGORIES.size()));
    }

    void dress(ValueAxis axis) {
        axis.setTickLabelFont(letters());
        axis.setLabelFont(letters());
        axis.setTickLabelPaint(text);
        axis.setLabelPaint(text);
        axis.setAxisLinePaint(line);
        axis.setTickMarkPaint(line);
    }

    /**
     * A chart without a title whose data area stands where it is told, with grid lines across.
     *
     * @param around the room beside the data area; what is above it is empty, the rest is for the axes
     */
    JFreeChart framed(XYPlot plot, RectangleInsets around) {
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(grid);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        AxisSpace sides = new AxisSpace();
        sides.setLeft(around.getLeft());
        sides.setRight(around.getRight());
        plot.setFixedRangeAxisSpace(sides);
        AxisSpace below = new AxisSpace();
        below.setBottom(around.getBottom());
        plot.setFixedDomainAxisSpace(below);
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(new RectangleInsets(around.getTop(), 0, 0, 0));
        return chart;
    }

    static Font letters() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, LETTERS);
    }

    /** Numbers with a true minus sign, the same in every country. */
    static DecimalFormat numbers(String pattern) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setMinusSign('\u2212');
        return new DecimalFormat(pattern, symbols);
    }
}
