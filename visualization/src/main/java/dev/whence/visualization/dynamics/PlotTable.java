package dev.whence.visualization.dynamics;

import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.chart.CurvePlot;
import java.util.List;

/** Plots as comma-separated values. */
public final class PlotTable {

    private PlotTable() {}

    /** One line for each bar: {@code name,value}. */
    public static String of(BarPlot plot) {
        StringBuilder text = new StringBuilder("name,value\n");
        plot.bars()
                .forEach(bar -> text.append(quoted(bar.name()))
                        .append(',')
                        .append(bar.value())
                        .append('\n'));
        return text.toString();
    }

    /** One line for each place, for each curve its mean and its spread. */
    public static String of(CurvePlot plot) {
        StringBuilder text = new StringBuilder(quoted(plot.across()));
        for (CurvePlot.Curve curve : plot.curves()) {
            text.append(',').append(quoted(curve.name())).append(',').append(quoted(curve.name() + ", spread"));
        }
        List<CurvePlot.Curve> curves = plot.curves();
        int places = curves.isEmpty() ? 0 : curves.get(0).x().length;
        for (int i = 0; i < places; i++) {
            text.append('\n').append(curves.get(0).x()[i]);
            for (CurvePlot.Curve curve : curves) {
                text.append(',').append(curve.y()[i]).append(',').append(curve.spread()[i]);
            }
        }
        return text.append('\n').toString();
    }

    private static String quoted(String words) {
        return words.contains(",") || words.contains("\"") ? '"' + words.replace("\"", "\"\"") + '"' : words;
    }
}
