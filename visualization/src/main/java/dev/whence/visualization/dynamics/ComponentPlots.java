package dev.whence.visualization.dynamics;

import dev.whence.engine.ablation.LayerSwap;
import dev.whence.engine.ablation.PruningCurve;
import dev.whence.engine.ablation.PruningWay;
import dev.whence.engine.training.run.PartRetraining;
import dev.whence.engine.workspace.ComponentReport;
import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.chart.BarPlot.Bar;
import dev.whence.visualization.chart.CurvePlot;
import dev.whence.visualization.chart.CurvePlot.Curve;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.MatrixPlot.Band;
import dev.whence.visualization.chart.MatrixPlot.Scaling;
import dev.whence.visualization.chart.PlanePlot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What is drawn of the parts of a network: importance, likeness of images by them, pruning and swapping. */
public final class ComponentPlots {

    private static final int GREY = 9;
    private static final double NAMED_SHARE = 0.9;

    private ComponentPlots() {}

    /** What pruning is judged by. */
    public enum Measure {
        ACCURACY("accuracy"),
        AGREEMENT("agreement with the whole network"),
        DIVERGENCE("divergence from the whole network");

        private final String words;

        Measure(String words) {
            this.words = words;
        }

        double[] of(PruningCurve.Curve curve) {
            return switch (this) {
                case ACCURACY -> curve.accuracy();
                case AGREEMENT -> curve.agreement();
                case DIVERGENCE -> curve.divergence();
            };
        }

        double[] spread(PruningCurve.Curve curve) {
            return switch (this) {
                case ACCURACY -> curve.accuracySpread();
                case AGREEMENT -> curve.agreementSpread();
                case DIVERGENCE -> curve.divergenceSpread();
            };
        }
    }

    /**
     * Two images that are alike or unlike.
     *
     * @param a position of one test image
     * @param b of the other
     */
    public record Pair(int a, int b, double cosine) {}

    /** Importance by layer, in the network's order. */
    public static BarPlot layers(ComponentReport report) {
        List<Bar> bars = IntStream.range(0, report.layers().size())
                .mapToObj(layer -> new Bar(report.layers().get(layer), layer, report.importance()[layer]))
                .toList();
        return new BarPlot(bars, "Importance of each layer", "sum of |parameter kernels|");
    }

    /** Importance by channel, in the network's order: of one layer, or of all layers that are not the last. */
    public static BarPlot channels(ComponentReport report, int layer) {
        List<Bar> bars = new ArrayList<>();
        for (int l = 0; l < report.layers().size(); l++) {
            if (layer == l || layer == report.layers().size()) {
                double[] own = report.channels().get(l);
                for (int c = 0; c < own.length; c++) {
                    bars.add(new Bar(report.layers().get(l) + " · " + c, l, own[c]));
                }
            }
        }
        return new BarPlot(
                bars,
                "Importance of each channel, " + Layers.words(report.layers(), layer),
                "sum of |parameter kernels|");
    }

    /** The same bars, the longest first. */
    public static BarPlot sorted(BarPlot plot) {
        List<Bar> sorted = plot.bars().stream()
                .sorted(Comparator.comparingDouble((Bar bar) -> -bar.value()))
                .toList();
        return new BarPlot(sorted, plot.words(), plot.unit());
    }

    /** How alike test images are by what their parameters did; sorted by class. */
    public static MatrixPlot cosines(ComponentReport report, int layer, Function<Integer, String> className) {
        double[][] cosines = report.cosines().get(layer);
        float[][] values = new float[cosines.length][cosines.length];
        for (int a = 0; a < values.length; a++) {
            for (int b = 0; b < values.length; b++) {
                values[a][b] = (float) cosines[a][b];
            }
        }
        List<Band> bands = Band.of(report.tests().stream().map(className).toList(), Function.identity());
        return new MatrixPlot(
                values,
                1,
                Scaling.LINEAR,
                bands,
                bands,
                "Similarity of test images by their parameter kernels, " + Layers.words(report.layers(), layer),
                "cosine");
    }

    /** Where the test images lie in the plane in which their parameter kernels differ most. */
    public static PlanePlot plane(ComponentReport report, int layer) {
        double[][] places = PrincipalPlane.ofProducts(report.cosines().get(layer));
        return new PlanePlot(
                IntStream.range(0, places.length)
                        .mapToObj(i -> new PlanePlot.Placed(report.tests().get(i), places[i][0], places[i][1]))
                        .toList(),
                "Test images by their parameter kernels, principal components, "
                        + Layers.words(report.layers(), layer));
    }

    /** Pairs of test images, the most alike first. */
    public static List<Pair> pairs(ComponentReport report, int layer) {
        double[][] cosines = report.cosines().get(layer);
        List<Pair> pairs = new ArrayList<>();
        for (int a = 0; a < cosines.length; a++) {
            for (int b = a + 1; b < cosines.length; b++) {
                pairs.add(new Pair(report.tests().get(a), report.tests().get(b), cosines[a][b]));
            }
        }
        pairs.sort(Comparator.comparingDouble((Pair pair) -> -pair.cosine()));
        return pairs;
    }

    /** What is left of a network with fewer and fewer parameters. */
    public static CurvePlot pruning(PruningCurve curve, Measure measure) {
        List<Curve> curves = new ArrayList<>();
        for (PruningCurve.Curve one : curve.curves()) {
            boolean random = one.way() == PruningWay.RANDOM;
            curves.add(new Curve(
                    words(one.way()),
                    random ? GREY : curves.size(),
                    curve.pruned(),
                    measure.of(one),
                    measure.spread(one),
                    random));
        }
        boolean share = measure != Measure.DIVERGENCE;
        return new CurvePlot(
                curves,
                "Pruning: " + measure.words,
                "share of parameters taken away (not from the last layer)",
                share ? "share of test images" : "nats",
                0,
                share ? 1 : 0);
    }

    private static String words(PruningWay way) {
        return switch (way) {
            case BY_LAYER -> "most important kept, by layer";
            case OVERALL -> "most important kept, all layers";
            case BY_SIZE -> "largest kept, all layers";
            case RANDOM -> "any kept";
        };
    }

    /** How much each layer loses when nine tenths of all parameters are taken away by importance. */
    public static BarPlot prunedShares(PruningCurve curve) {
        PruningCurve.Curve overall = curve.curves().stream()
                .filter(one -> one.way() == PruningWay.OVERALL)
                .findFirst()
                .orElseThrow();
        int at = 0;
        for (int s = 0; s < curve.pruned().length; s++) {
            at = Math.abs(curve.pruned()[s] - NAMED_SHARE) < Math.abs(curve.pruned()[at] - NAMED_SHARE) ? s : at;
        }
        double[] shares = overall.byLayer()[at];
        List<Bar> bars = IntStream.range(0, shares.length)
                .mapToObj(layer -> new Bar(curve.layers().get(layer), layer, shares[layer]))
                .toList();
        String title = String.format(
                Locale.ROOT,
                "Share taken from each layer where %.0f %% of all parameters go",
                100 * curve.pruned()[at]);
        return new BarPlot(bars, title, "share of the layer's parameters");
    }

    /** What each layer of the trained network changes in earlier states. */
    public static CurvePlot swap(LayerSwap.Result result) {
        double[] steps = IntStream.of(result.states()).asDoubleStream().toArray();
        double[] none = new double[steps.length];
        List<Curve> curves = new ArrayList<>();
        for (int layer = 0; layer < result.layers().size(); layer++) {
            curves.add(new Curve(
                    result.layers().get(layer) + " of the trained network",
                    layer,
                    steps,
                    result.gained()[layer],
                    none,
                    false));
        }
        return new CurvePlot(
                curves,
                "Accuracy gained by putting one trained layer into earlier states",
                "step of the other layers",
                "difference in accuracy",
                0,
                0);
    }

    /** How far networks get that take over parts of earlier states and are trained anew. */
    public static CurvePlot retrained(PartRetraining.Result result) {
        double[] steps = IntStream.of(result.states()).asDoubleStream().toArray();
        List<Curve> curves = IntStream.range(0, result.parts().size())
                .mapToObj(part -> new Curve(
                        result.parts().get(part) + " taken over",
                        part,
                        steps,
                        result.mean()[part],
                        result.spread()[part],
                        false))
                .toList();
        return new CurvePlot(
                curves,
                "Accuracy of random networks trained around parts of earlier states",
                "step that the part was taken from",
                "share of test images",
                0,
                1);
    }
}
