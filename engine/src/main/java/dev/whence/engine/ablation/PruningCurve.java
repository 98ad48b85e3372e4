package dev.whence.engine.ablation;

import java.util.List;

/**
 * How a network does with fewer and fewer parameters.
 *
 * @param pruned shares taken away, ascending, 0 to 1
 * @param curves one for each way of choosing
 * @param layers names of the layers that were pruned
 * @param images how many images judged
 * @param splits into how many parts they were split, or with how many seeds chance was asked
 */
public record PruningCurve(double[] pruned, List<Curve> curves, List<String> layers, int images, int splits) {

    /**
     * One way of choosing.
     *
     * @param accuracy means over the parts or seeds, for each share
     * @param accuracySpread standard deviations, likewise
     * @param byLayer share of each layer that was taken away, {@code [shares][layers]}; with chance, for the first seed
     */
    public record Curve(
            PruningWay way,
            double[] accuracy,
            double[] accuracySpread,
            double[] agreement,
            double[] agreementSpread,
            double[] divergence,
            double[] divergenceSpread,
            double[][] byLayer) {}

    public PruningCurve {
        curves = List.copyOf(curves);
        layers = List.copyOf(layers);
    }
}
