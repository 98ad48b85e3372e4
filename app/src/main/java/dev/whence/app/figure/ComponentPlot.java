package dev.whence.app.figure;

import dev.whence.engine.ablation.LayerSwap;
import dev.whence.engine.ablation.PruningCurve;
import dev.whence.engine.frequency.EmbeddingSpectrum;
import dev.whence.engine.training.run.PartRetraining;
import dev.whence.engine.workspace.ComponentReport;
import dev.whence.engine.workspace.SumReport;
import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.chart.CurvePlot;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.PlanePlot;
import dev.whence.visualization.dynamics.ComponentPlots;
import dev.whence.visualization.dynamics.ComponentPlots.Measure;
import dev.whence.visualization.dynamics.FrequencyPlots;
import dev.whence.visualization.dynamics.Layers;
import java.util.List;
import java.util.function.Function;

/** What there is to draw, in one of the shapes that can be drawn. */
public sealed interface ComponentPlot {

    /** Amounts. */
    record Bars(BarPlot plot) implements ComponentPlot {}

    /** Curves. */
    record Curves(CurvePlot plot) implements ComponentPlot {}

    /**
     * Cosines of test images.
     *
     * @param tests their positions, by row and by column
     */
    record Matrix(MatrixPlot plot, List<Integer> tests) implements ComponentPlot {}

    /** Test images in a plane. */
    record Plane(PlanePlot plot) implements ComponentPlot {}

    /**
     * The plot of an answer.
     *
     * @param answer to the plot's question
     * @param layer name; empty for all
     * @param className of a test image
     */
    static ComponentPlot of(DynamicsPlot plot, Object answer, String layer, Function<Integer, String> className) {
        if (answer instanceof ComponentReport report) {
            return ofReport(plot, report, Layers.indexOf(report.layers(), layer), className);
        }
        if (answer instanceof SumReport report) {
            return ofSums(plot, report, Layers.indexOf(report.layers(), layer));
        }
        if (answer instanceof PruningCurve pruning) {
            return switch (plot) {
                case PRUNED -> new Bars(ComponentPlots.prunedShares(pruning));
                case AGREEMENT -> new Curves(ComponentPlots.pruning(pruning, Measure.AGREEMENT));
                case DIVERGENCE -> new Curves(ComponentPlots.pruning(pruning, Measure.DIVERGENCE));
                default -> new Curves(ComponentPlots.pruning(pruning, Measure.ACCURACY));
            };
        }
        if (answer instanceof LayerSwap.Result swap) {
            return new Curves(ComponentPlots.swap(swap));
        }
        if (answer instanceof PartRetraining.Result retrained) {
            return new Curves(ComponentPlots.retrained(retrained));
        }
        return new Curves(FrequencyPlots.spectrum((EmbeddingSpectrum) answer));
    }

    private static ComponentPlot ofReport(
            DynamicsPlot plot, ComponentReport report, int layer, Function<Integer, String> className) {
        return switch (plot) {
            case CHANNELS -> new Bars(ComponentPlots.channels(report, layer));
            case COSINES -> new Matrix(ComponentPlots.cosines(report, layer, className), report.tests());
            case EMBEDDING -> new Plane(ComponentPlots.plane(report, layer));
            default -> new Bars(ComponentPlots.layers(report));
        };
    }

    private static ComponentPlot ofSums(DynamicsPlot plot, SumReport report, int layer) {
        return switch (plot) {
            case FREQUENCIES -> new Bars(FrequencyPlots.frequencies(report, layer));
            case PERIODS -> new Curves(FrequencyPlots.periods(report, layer));
            case ALONG -> new Curves(FrequencyPlots.along(report, layer));
            case WAVES -> new Matrix(FrequencyPlots.waves(report, layer), report.tests());
            case ACTIVATIONS -> new Matrix(FrequencyPlots.activations(report, layer), report.tests());
            default -> new Matrix(FrequencyPlots.sums(report, layer), report.tests());
        };
    }
}
