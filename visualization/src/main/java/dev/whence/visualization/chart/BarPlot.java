package dev.whence.visualization.chart;

import java.util.List;

/**
 * Amounts side by side, the length of a bar for each.
 *
 * @param bars from top to bottom
 * @param words what is drawn
 * @param unit of the values
 */
public record BarPlot(List<Bar> bars, String words, String unit) {

    /**
     * One amount.
     *
     * @param name of what it belongs to
     * @param category number of its colour
     * @param value {@code >= 0}
     */
    public record Bar(String name, int category, double value) {

        /** The colour of its category, {@code 0xRRGGBB}. */
        public int colour() {
            return ChartStyle.category(category);
        }
    }

    public BarPlot {
        bars = List.copyOf(bars);
    }

    /** The largest value; 1 if there is none above zero. */
    public double largest() {
        double largest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
        return largest > 0 ? largest : 1;
    }
}
