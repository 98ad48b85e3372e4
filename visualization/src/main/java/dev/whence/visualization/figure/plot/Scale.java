package dev.whence.visualization.figure.plot;

import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.StepPlot;
import dev.whence.visualization.chart.StepPlot.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * From values to places on an axis.
 *
 * @param low value at the lower end, its common logarithm if logarithmic
 * @param high value at the upper end, likewise
 */
record Scale(double low, double high, boolean logarithmic) {

    private static final int TICKS = 5;
    private static final double MARGIN = 0.04;

    /** Holds everything that the lines of one axis show; zero too, unless logarithmic. */
    static Scale of(StepPlot plot, int steps, boolean right) {
        boolean log = plot.kind() == Kind.LOGARITHMIC;
        double low = log ? Double.POSITIVE_INFINITY : 0;
        double high = log ? Double.NEGATIVE_INFINITY : 0;
        for (int place = 0; place <= steps; place++) {
            double above = 0;
            double below = 0;
            for (StepPlot.Line line : plot.lines()) {
                double value = line.at(place);
                if (line.right() != right || !Double.isFinite(value) || (log && value <= 0)) {
                    continue;
                }
                if (plot.kind() == Kind.STACKED) {
                    above += Math.max(0, value);
                    below += Math.min(0, value);
                } else {
                    double shown = log ? Math.log10(value) : value;
                    low = Math.min(low, shown);
                    high = Math.max(high, shown);
                }
            }
            low = Math.min(low, below + (log ? Double.POSITIVE_INFINITY : 0));
            high = Math.max(high, above - (log ? Double.POSITIVE_INFINITY : 0));
        }
        if (!(high > low)) {
            return new Scale(Double.isFinite(low) ? low - 1 : 0, Double.isFinite(low) ? low + 1 : 1, log);
        }
        double margin = MARGIN * (high - low);
        return new Scale(low < 0 || log ? low - margin : low, high + margin, log);
    }

    boolean shows(double value) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }

    /** 0 at the lower end, 1 at the upper one. */
    double share(double value) {
        return shareOfTick(logarithmic ? Math.log10(value) : value);
    }

    double shareOfTick(double tick) {
        return (tick - low) / (high - low);
    }

    List<Double> ticks() {
        return niceTicks(low, high, TICKS);
    }

    String text(double tick) {
        double value = logarithmic ? Math.pow(10, tick) : tick;
        return (value < 0 ? "\u2212" : "") + SignedNumbers.magnitude(Math.abs(value));
    }

    /** Round numbers between two ends, about as many as wanted. */
    static List<Double> niceTicks(double from, double to, int wanted) {
        double raw = (to - from) / wanted;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double multiple = raw / power;
        double step = (multiple <= 1 ? 1 : multiple <= 2 ? 2 : multiple <= 5 ? 5 : 10) * power;
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step); i * step <= to + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }
}
