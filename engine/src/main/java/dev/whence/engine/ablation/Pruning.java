package dev.whence.engine.ablation;

import dev.whence.engine.attribution.pathkernel.ParameterSet;
import dev.whence.engine.job.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Takes away more and more parameters and looks at what is left, as in ExPLAIND's pruning experiment (Eichin et al. 2025):
 * the most important ones are kept, by layer or over all layers, beside the largest ones and a random choice. The spread is
 * the standard deviation over equal parts of the images; of a random choice, over seeds.
 */
public final class Pruning {

    /** Shares taken away. */
    private static final double[] SHARES = {0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99, 0.995};

    private static final int SPLITS = 5;

    private final AlteredNetwork network;
    private final float[] parameters;
    private final List<ParameterSet> layers;
    private final int[] labels;
    private final int[] places;

    /**
     * @param parameters of the unaltered network
     * @param layers that may be pruned; all but the last one
     * @param labels of the network's images
     */
    public Pruning(AlteredNetwork network, float[] parameters, List<ParameterSet> layers, int[] labels) {
        this.network = network;
        this.parameters = parameters.clone();
        this.layers = List.copyOf(layers);
        this.labels = labels.clone();
        this.places = PruningMask.places(layers);
    }

    /**
     * Measures all ways at all shares.
     *
     * @param importance of every parameter, {@code >= 0}
     * @param seed of the first random choice
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    public PruningCurve measure(float[] importance, long seed, Progress progress) {
        progress.stage("Pruning");
        int all = SHARES.length * (PruningWay.values().length - 1 + SPLITS);
        Counter counter = new Counter(progress, all);
        double[][] whole = network.logits(parameters, progress);
        List<PruningCurve.Curve> curves = new ArrayList<>();
        for (PruningWay way : PruningWay.values()) {
            List<List<Verdict>> verdicts = new ArrayList<>();
            double[][] byLayer = new double[SHARES.length][];
            for (int s = 0; s < SHARES.length; s++) {
                boolean[] kept = kept(way, SHARES[s], importance, seed);
                verdicts.add(
                        way == PruningWay.RANDOM
                                ? bySeeds(SHARES[s], importance, seed, whole, counter)
                                : byParts(kept, whole, counter));
                byLayer[s] = layers.stream()
                        .mapToDouble(layer -> PruningMask.pruned(layer, kept))
                        .toArray();
            }
            curves.add(curve(way, verdicts, byLayer));
        }
        List<String> names = layers.stream().map(ParameterSet::name).toList();
        return new PruningCurve(SHARES.clone(), curves, names, network.size(), SPLITS);
    }

    private List<Verdict> bySeeds(double share, float[] importance, long seed, double[][] whole, Counter counter) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int r = 0; r < SPLITS; r++) {
            double[][] logits = logits(kept(PruningWay.RANDOM, share, importance, seed + r), counter);
            verdicts.add(Verdict.of(logits, whole, labels, 0, labels.length));
        }
        return verdicts;
    }

    private List<Verdict> byParts(boolean[] kept, double[][] whole, Counter counter) {
        double[][] logits = logits(kept, counter);
        List<Verdict> verdicts = new ArrayList<>();
        for (int part = 0; part < SPLITS; part++) {
            int from = part * labels.length / SPLITS;
            int to = (part + 1) * labels.length / SPLITS;
            verdicts.add(Verdict.of(logits, whole, labels, from, to));
        }
        return verdicts;
    }

    private double[][] logits(boolean[] kept, Counter counter) {
        double[][] logits = network.logits(PruningMask.applied(parameters, kept), counter.progress());
        counter.next();
        return logits;
    }

    /** Which parameters are kept. */
    boolean[] kept(PruningWay way, double share, float[] importance, long seed) {
        boolean[] kept = new boolean[parameters.length];
        Arrays.fill(kept, true);
        switch (way) {
            case BY_LAYER -> {
                for (ParameterSet layer : layers) {
                    PruningMask.keep(PruningMask.places(List.of(layer)), importance, 1 - share, kept);
                }
            }
            case OVERALL -> PruningMask.keep(places, importance, 1 - share, kept);
            case BY_SIZE -> PruningMask.keep(places, sizes(), 1 - share, kept);
            case RANDOM -> PruningMask.keep(places, PruningMask.random(parameters.length, seed), 1 - share, kept);
        }
        return kept;
    }

    private float[] sizes() {
        float[] sizes = new float[parameters.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(parameters[i]);
        }
        return sizes;
    }

    private static PruningCurve.Curve curve(PruningWay way, List<List<Verdict>> verdicts, double[][] byLayer) {
        return new PruningCurve.Curve(
                way,
                means(verdicts, Verdict::accuracy),
                spreads(verdicts, Verdict::accuracy),
                means(verdicts, Verdict::agreement),
                spreads(verdicts, Verdict::agreement),
                means(verdicts, Verdict::divergence),
                spreads(verdicts, Verdict::divergence),
                byLayer);
    }

    private static double[] means(List<List<Verdict>> verdicts, ToDoubleFunction<Verdict> value) {
        return verdicts.stream()
                .mapToDouble(own -> own.stream().mapToDouble(value).average().orElse(Double.NaN))
                .toArray();
    }

    private static double[] spreads(List<List<Verdict>> verdicts, ToDoubleFunction<Verdict> value) {
        return verdicts.stream().mapToDouble(own -> spread(own, value)).toArray();
    }

    private static double spread(List<Verdict> own, ToDoubleFunction<Verdict> value) {
        double mean = own.stream().mapToDouble(value).average().orElse(Double.NaN);
        double squares = own.stream()
                .mapToDouble(value)
                .map(one -> (one - mean) * (one - mean))
                .sum();
        return own.size() < 2 ? 0 : Math.sqrt(squares / (own.size() - 1));
    }

    /** Tells how many networks were looked at. */
    private static final class Counter {

        private final Progress progress;
        private final int all;
        private int done;

        Counter(Progress progress, int all) {
            this.progress = progress;
            this.all = all;
        }

        Progress progress() {
            return progress;
        }

        void next() {
            done++;
            progress.update(done, all, "pruned networks");
        }
    }
}
