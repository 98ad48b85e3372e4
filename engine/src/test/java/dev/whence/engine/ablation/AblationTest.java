package dev.whence.engine.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.attribution.pathkernel.ParameterSet;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.ParameterGroup;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pruning and swapping against a direct computation with changed networks. */
class AblationTest {

    private static final int IMAGES = 40;
    private static final int CLASSES = 4;

    private static final Network NETWORK = Architecture.MLP.build(Shape.of(1, 5, 5), CLASSES, true, 3);
    private static final float[] PARAMETERS =
            ParameterGroup.join(ParameterGroup.ofParameters(NETWORK), NETWORK.parameters());
    private static final List<ParameterSet> LAYERS = ParameterSet.layers(NETWORK);
    private static final Tensor INPUT = input();
    private static final int[] LABELS =
            IntStream.range(0, IMAGES).map(i -> i % CLASSES).toArray();

    private static Tensor input() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[IMAGES * 25];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.of(values, IMAGES, 1, 5, 5);
    }

    private static AlteredNetwork altered(ExecutionEngine engine) {
        ModelInputs inputs = new ModelInputs() {
            @Override
            public int size() {
                return IMAGES;
            }

            @Override
            public Shape shape() {
                return Shape.of(1, 5, 5);
            }

            @Override
            public Tensor batch(int... indices) {
                return INPUT.take(indices);
            }
        };
        return new AlteredNetwork(
                engine,
                NETWORK,
                NETWORK.output(),
                inputs,
                IntStream.range(0, IMAGES).toArray());
    }

    /** The share of images that a network with these parameters as its own decides rightly. */
    private static double accuracy(ExecutionEngine engine, float[] parameters) {
        Network changed = new Network(
                NETWORK.nodes(),
                NETWORK.output(),
                ParameterGroup.split(ParameterGroup.ofParameters(NETWORK), parameters),
                NETWORK.buffers());
        try (NetworkRunner runner = engine.load(changed)) {
            Tensor logits = runner.forward(INPUT);
            int right = 0;
            for (int i = 0; i < IMAGES; i++) {
                int best = 0;
                for (int c = 1; c < CLASSES; c++) {
                    best = logits.get(i * CLASSES + c) > logits.get(i * CLASSES + best) ? c : best;
                }
                right += best == LABELS[i] ? 1 : 0;
            }
            return (double) right / IMAGES;
        }
    }

    private static float[] importance() {
        float[] importance = new float[PARAMETERS.length];
        for (int i = 0; i < importance.length; i++) {
            importance[i] = (i * 7919L) % 1009;
        }
        return importance;
    }

    @Test
    void theCurvesAreThoseOfNetworksWithZeros() {
        List<ParameterSet> prunable = LAYERS.subList(0, LAYERS.size() - 1);
        try (ExecutionEngine engine = ExecutionEngine.open(ExecutionSettings.defaults());
                AlteredNetwork network = altered(engine)) {
            Pruning pruning = new Pruning(network, PARAMETERS, prunable, LABELS);
            PruningCurve curve = pruning.measure(importance(), 1, Progress.none());
            for (PruningCurve.Curve one : curve.curves()) {
                for (int s = 0; s < curve.pruned().length; s += 3) {
                    double expected = 0;
                    int seeds = one.way() == PruningWay.RANDOM ? 5 : 1;
                    for (int seed = 0; seed < seeds; seed++) {
                        boolean[] kept = pruning.kept(one.way(), curve.pruned()[s], importance(), 1 + seed);
                        float[] zeroed = PARAMETERS.clone();
                        for (int i = 0; i < zeroed.length; i++) {
                            zeroed[i] = kept[i] ? zeroed[i] : 0;
                        }
                        expected += accuracy(engine, zeroed) / seeds;
                    }
                    assertEquals(expected, one.accuracy()[s], 1e-12, one.way() + " at " + curve.pruned()[s]);
                }
                assertEquals(1, one.agreement()[0], 0);
                assertEquals(0, one.divergence()[0], 1e-9);
            }
        }
    }

    @Test
    void theMostImportantStayAndTheLastLayerIsWhole() {
        try (ExecutionEngine engine = ExecutionEngine.open(ExecutionSettings.defaults());
                AlteredNetwork network = altered(engine)) {
            List<ParameterSet> prunable = LAYERS.subList(0, LAYERS.size() - 1);
            Pruning pruning = new Pruning(network, PARAMETERS, prunable, LABELS);
            float[] importance = importance();
            boolean[] kept = pruning.kept(PruningWay.OVERALL, 0.9, importance, 0);
            float leastKept = Float.POSITIVE_INFINITY;
            float mostGone = 0;
            int gone = 0;
            for (int place : PruningMask.places(prunable)) {
                leastKept = kept[place] ? Math.min(leastKept, importance[place]) : leastKept;
                mostGone = kept[place] ? mostGone : Math.max(mostGone, importance[place]);
                gone += kept[place] ? 0 : 1;
            }
            int all = PruningMask.places(prunable).length;
            assertTrue(leastKept >= mostGone);
            assertEquals(all - Math.round(0.1 * all), gone);
            assertEquals(0, PruningMask.pruned(LAYERS.get(LAYERS.size() - 1), kept), 0);
            boolean[] even = pruning.kept(PruningWay.BY_LAYER, 0.9, importance, 0);
            for (ParameterSet layer : prunable) {
                assertEquals(0.9, PruningMask.pruned(layer, even), 1.0 / layer.size());
            }
        }
    }

    @Test
    void aSwappedLayerIsThatOfTheTrainedNetwork() {
        float[] start = new float[PARAMETERS.length];
        for (int i = 0; i < start.length; i++) {
            start[i] = -0.3f * PARAMETERS[i] + (float) Math.sin(i);
        }
        try (ExecutionEngine engine = ExecutionEngine.open(ExecutionSettings.defaults());
                AlteredNetwork network = altered(engine)) {
            LayerSwap.Result result = new LayerSwap(network, LAYERS, LABELS)
                    .measure(state -> state == 0 ? start : PARAMETERS, new int[] {0, 7}, Progress.none());
            assertEquals(accuracy(engine, start), result.own()[0], 0);
            for (int layer = 0; layer < LAYERS.size(); layer++) {
                float[] mixed = start.clone();
                LAYERS.get(layer).spans().forEach(span -> {
                    for (int i = span.from(); i < span.to(); i++) {
                        mixed[i] = PARAMETERS[i];
                    }
                });
                assertEquals(accuracy(engine, mixed) - result.own()[0], result.gained()[layer][0], 1e-12);
                assertEquals(0, result.gained()[layer][1], 0);
            }
        }
    }

    @Test
    void theLossIsThatOfTheLabelsThatAreKnown() {
        double[][] logits = {{0, Math.log(3)}, {5, 5}, {1, 2}};
        assertEquals((Math.log(4) - Math.log(3) + Math.log(2)) / 2, Verdict.loss(logits, new int[] {1, 0, -1}), 1e-12);
        assertEquals(Double.NaN, Verdict.loss(logits, new int[] {-1, -1, -1}), 0);
    }

    @Test
    void aVerdictCountsAndMeasures() {
        double[][] whole = {{2, 0}, {0, 3}, {1, 0}};
        double[][] altered = {{2, 0}, {1, 0}, {1, 0}};
        Verdict verdict = Verdict.of(altered, whole, new int[] {0, 1, -1}, 0, 3);
        assertEquals(0.5, verdict.accuracy(), 0);
        assertEquals(2.0 / 3, verdict.agreement(), 1e-12);
        double p = 1 / (1 + Math.exp(3));
        double q = 1 / (1 + Math.exp(-1));
        double expected = p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
        assertEquals(expected / 3, verdict.divergence(), 1e-12);
    }
}
