package dev.whence.visualization.chart;

import java.util.List;

/**
 * Numbers over the steps of a training.
 *
 * @param words what is drawn, for screen readers
 * @param unit of the left axis
 * @param rightUnit of the right axis, empty if no line uses it
 * @param kind how the lines are drawn
 * @param lines in the order of the legend
 */
public record StepPlot(String words, String unit, String rightUnit, Kind kind, List<Line> lines) {

    /** How lines are drawn. */
    public enum Kind {
        /** As they are. */
        LINES,
        /** On a logarithmic axis; what is not positive is not drawn. */
        LOGARITHMIC,
        /** As bands on top of each other, positive values above zero and negative ones below, with their sum as a line. */
        STACKED
    }

    /**
     * One line.
     *
     * @param name in the legend
     * @param category number of its colour; the same thing has the same number in all plots
     * @param first place on the axis of the first value
     * @param values one for each place from there on; NaN where nothing is known
     * @param right whether it belongs to the right axis
     * @param dashed whether it is drawn in dashes
     * @param bridged whether the line goes straight on over places where nothing is known
     */
    public record Line(
            String name, int category, int first, double[] values, boolean right, boolean dashed, boolean bridged) {

        /** Before each step and at the end, or after each step: {@code N + 1} values begin at place 0, {@code N} at 1. */
        public static Line of(String name, int category, double[] values, int steps) {
            return new Line(name, category, steps + 1 - values.length, values, false, false, false);
        }

        /** The same line at another place. */
        public Line startingAt(int place) {
            return new Line(name, category, place, values, right, dashed, bridged);
        }

        /** The same line on the right axis. */
        public Line onTheRight() {
            return new Line(name, category, first, values, true, dashed, bridged);
        }

        /** The same line in dashes. */
        public Line inDashes() {
            return new Line(name, category, first, values, right, true, bridged);
        }

        /** The same line, going straight on where nothing is known: for values of some places only. */
        public Line overGaps() {
            return new Line(name, category, first, values, right, dashed, true);
        }

        /** The value at a place, NaN where there is none. */
        public double at(int place) {
            int i = place - first;
            return i < 0 || i >= values.length ? Double.NaN : values[i];
        }

        /** The colour of its category, {@code 0xRRGGBB}. */
        public int colour() {
            return ChartStyle.category(category);
        }
    }

    public StepPlot {
        lines = List.copyOf(lines);
    }

    /** Lines on one axis. */
    public static StepPlot lines(String words, String unit, List<Line> lines) {
        return new StepPlot(words, unit, "", Kind.LINES, lines);
    }

    /** Bands. */
    public static StepPlot stacked(String words, String unit, List<Line> lines) {
        return new StepPlot(words, unit, "", Kind.STACKED, lines);
    }

    /** Whether a line is drawn in dashes over another one of its category, which is the one to name. */
    public boolean retraces(Line line) {
        return line.dashed()
                && lines.stream().anyMatch(other -> !other.dashed() && other.category() == line.category());
    }

    /** Whether another line is drawn in dashes over this one. */
    boolean isRetraced(Line line) {
        return !line.dashed()
                && lines.stream().anyMatch(other -> other.dashed() && other.category() == line.category());
    }

    /** The sum of all lines at a place; those without a value there count as 0. */
    public double sumAt(int place) {
        double sum = 0;
        for (Line line : lines) {
            double value = line.at(place);
            sum += Double.isNaN(value) ? 0 : value;
        }
        return sum;
    }
}
