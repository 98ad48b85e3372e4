package dev.whence.visualization.chart;

import java.util.List;

/**
 * Means with their spread against some quantity.
 *
 * @param curves in the order of the legend
 * @param words what is drawn
 * @param across name of the horizontal axis
 * @param unit of the vertical axis
 * @param low least value of the vertical axis that is always shown
 * @param high likewise the greatest
 */
public record CurvePlot(List<Curve> curves, String words, String across, String unit, double low, double high) {

    /**
     * One curve.
     *
     * @param name in the legend
     * @param category number of its colour
     * @param x places, ascending
     * @param y mean at each place
     * @param spread standard deviation at each place, 0 where there is one measurement
     * @param dashed whether it is drawn in dashes
     */
    public record Curve(String name, int category, double[] x, double[] y, double[] spread, boolean dashed) {

        /** The colour of its category, {@code 0xRRGGBB}. */
        public int colour() {
            return ChartStyle.category(category);
        }
    }

    public CurvePlot {
        curves = List.copyOf(curves);
    }

    /** Least value drawn. */
    public double bottom() {
        double bottom = low;
        for (Curve curve : curves) {
            for (int i = 0; i < curve.y().length; i++) {
                bottom = Math.min(bottom, curve.y()[i] - curve.spread()[i]);
            }
        }
        return bottom;
    }

    /** Greatest value drawn. */
    public double top() {
        double top = high;
        for (Curve curve : curves) {
            for (int i = 0; i < curve.y().length; i++) {
                top = Math.max(top, curve.y()[i] + curve.spread()[i]);
            }
        }
        return top > bottom() ? top : bottom() + 1;
    }

    /** First place on the horizontal axis. */
    public double from() {
        return curves.stream()
                .filter(curve -> curve.x().length > 0)
                .mapToDouble(curve -> curve.x()[0])
                .min()
                .orElse(0);
    }

    /** Last place on the horizontal axis. */
    public double to() {
        double last = curves.stream()
                .filter(curve -> curve.x().length > 0)
                .mapToDouble(curve -> curve.x()[curve.x().length - 1])
                .max()
                .orElse(1);
        return last > from() ? last : from() + 1;
    }
}
