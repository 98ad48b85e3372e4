package dev.whence.visualization.dynamics;

import dev.whence.engine.frequency.EmbeddingSpectrum;
import dev.whence.engine.frequency.WaveFit;
import dev.whence.engine.workspace.SumReport;
import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.chart.CurvePlot;
import dev.whence.visualization.chart.CurvePlot.Curve;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.MatrixPlot.Band;
import dev.whence.visualization.chart.MatrixPlot.Scaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What is drawn of a network that adds modulo a number: the waves in its embedding and in the likeness of sums. After
 * ExPLAIND's plots for that experiment.
 */
public final class FrequencyPlots {

    /** So many frequencies have a curve of their own. */
    private static final int SHOWN = 6;

    private static final int GREY = 9;

    private FrequencyPlots() {}

    /** The frequencies that the embedding holds in the end, along the training. */
    public static CurvePlot spectrum(EmbeddingSpectrum spectrum) {
        double[] steps = IntStream.of(spectrum.states()).asDoubleStream().toArray();
        int last = steps.length - 1;
        List<Integer> order = IntStream.range(0, spectrum.shares().length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -spectrum.shares()[k][last]))
                .toList();
        double[] others = new double[steps.length];
        double[] none = new double[steps.length];
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            double[] shares = spectrum.shares()[order.get(i)];
            if (i < SHOWN) {
                curves.add(new Curve("frequency " + (order.get(i) + 1), i, steps, shares, none, false));
            } else {
                Arrays.setAll(others, s -> others[s] + shares[s]);
            }
        }
        if (order.size() > SHOWN) {
            curves.add(new Curve("all other frequencies", GREY, steps, others, none, true));
        }
        return new CurvePlot(
                curves,
                "Fourier components of the numbers in the layer " + spectrum.layer(),
                "step",
                "share of the energy",
                0,
                0);
    }

    /** How much of the likeness of sums goes with each frequency. */
    public static BarPlot frequencies(SumReport report, int layer) {
        double[] found = WaveFit.byFrequency(report.cosines().get(layer), report.sums(), report.modulus());
        List<BarPlot.Bar> bars = IntStream.range(0, found.length)
                .mapToObj(k -> new BarPlot.Bar("frequency " + (k + 1), 0, Math.max(0, found[k])))
                .toList();
        return new BarPlot(
                bars, "Likeness of sums by frequency, " + Layers.words(report.layers(), layer), "part of the cosine");
    }

    /** The waves that the likeness of sums is made of. */
    public static CurvePlot periods(SumReport report, int layer) {
        WaveFit fit = fit(report, layer);
        double[] periods = IntStream.of(fit.periods()).asDoubleStream().toArray();
        Curve curve = new Curve(
                "weight of cos(2π · difference of sums / period)",
                0,
                periods,
                fit.weights(),
                new double[periods.length],
                false);
        String words = String.format(
                Locale.ROOT,
                "Waves in the likeness of sums, %s; together they explain %.0f %%",
                Layers.words(report.layers(), layer),
                100 * fit.explained());
        return new CurvePlot(List.of(curve), words, "period", "weight", 0, 0);
    }

    private static WaveFit fit(SumReport report, int layer) {
        return WaveFit.of(report.cosines().get(layer), report.sums(), report.modulus());
    }

    /** How alike sums are by what a layer's parameters did for them. */
    public static MatrixPlot sums(SumReport report, int layer) {
        return matrix(
                report,
                report.cosines().get(layer),
                "Similarity of sums by their parameter kernels, " + Layers.words(report.layers(), layer));
    }

    /** The same as the fitted waves have it. */
    public static MatrixPlot waves(SumReport report, int layer) {
        WaveFit fit = fit(report, layer);
        int[] sums = report.sums();
        double[][] values = new double[sums.length][sums.length];
        for (int a = 0; a < sums.length; a++) {
            for (int b = 0; b < sums.length; b++) {
                values[a][b] = fit.at(sums[a] - sums[b]);
            }
        }
        return matrix(
                report, values, "Similarity of sums from the fitted waves, " + Layers.words(report.layers(), layer));
    }

    /** How alike sums are by what a layer makes of them; of all layers, by what the last one makes. */
    public static MatrixPlot activations(SumReport report, int layer) {
        int shown = Math.min(layer, report.activations().size() - 1);
        return matrix(
                report,
                report.activations().get(shown),
                "Similarity of sums by the activations of " + report.layers().get(shown));
    }

    private static MatrixPlot matrix(SumReport report, double[][] cosines, String words) {
        float[][] values = new float[cosines.length][cosines.length];
        for (int a = 0; a < values.length; a++) {
            for (int b = 0; b < values.length; b++) {
                values[a][b] = (float) cosines[a][b];
            }
        }
        List<Band> bands = Band.of(Arrays.stream(report.sums()).boxed().toList(), sum -> tick(sum, report.modulus()));
        return new MatrixPlot(values, 1, Scaling.LINEAR, bands, bands, words, "cosine");
    }

    private static String tick(int sum, int modulus) {
        return sum < modulus ? Integer.toString(sum) : sum + " (" + sum % modulus + ")";
    }

    /** Where sums lie along the two directions in which their parameter kernels differ most. */
    public static CurvePlot along(SumReport report, int layer) {
        double[][] places = PrincipalPlane.ofProducts(report.cosines().get(layer));
        double[] sums = Arrays.stream(report.sums()).distinct().asDoubleStream().toArray();
        List<Curve> curves = new ArrayList<>();
        for (int component = 0; component < 2; component++) {
            double[] means = new double[sums.length];
            double[] spreads = new double[sums.length];
            for (int s = 0; s < sums.length; s++) {
                double sum = sums[s];
                int at = component;
                double[] own = IntStream.range(0, places.length)
                        .filter(i -> report.sums()[i] == sum)
                        .mapToDouble(i -> places[i][at])
                        .toArray();
                double mean = Arrays.stream(own).average().orElse(0);
                means[s] = mean;
                spreads[s] = Math.sqrt(Arrays.stream(own)
                        .map(value -> (value - mean) * (value - mean))
                        .average()
                        .orElse(0));
            }
            curves.add(new Curve("principal component " + (component + 1), component, sums, means, spreads, false));
        }
        return new CurvePlot(
                curves,
                "Principal components of the parameter kernels by sum, " + Layers.words(report.layers(), layer),
                "a + b",
                "place along the component",
                0,
                0);
    }
}
