package dev.whence.engine.relevance.lrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.canon.BatchNormMerging;
import dev.whence.engine.relevance.GoldenModels;
import dev.whence.engine.relevance.GraphBuilder;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several relevance signals through one image give the maps that each gives alone. */
class SharedImageTest {

    private static final int[] IMAGE_OF = {2, 0, 2, 1, 0};

    private static ExecutionEngine engine;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(Composite.class)
    void sharingChangesNothing(Composite composite) {
        Network network = BatchNormMerging.merge(GoldenModels.network("m4"));
        Tensor images =
                NpzFile.readAll(GoldenModels.file("inputs.npz")).get("m4").take(1, 4, 9);
        Tensor start = noise(IMAGE_OF.length, network.outputShape().dim(0));
        RulePlan plan = new RulePlanner(composite, true, false, GoldenModels.range("m4"), Map.of()).plan(network);
        try (NetworkRunner runner = engine.load(network)) {
            RelevancePass pass = new RelevancePass(runner, plan);
            Tensor mixed =
                    pass.propagate(images, IMAGE_OF, network.output(), start, 0).get(0);
            Tensor alone = pass.propagate(images.take(IMAGE_OF), network.output(), start, 0)
                    .get(0);
            assertEquals(alone.shape(), mixed.shape());
            assertTrue(GoldenModels.worstError(mixed, alone) <= 1e-12);
            int[] manyOfLast = {0, 1, 2, 2, 2};
            assertTrue(GoldenModels.worstError(
                            pass.propagate(images, manyOfLast, network.output(), start, 0)
                                    .get(0),
                            pass.propagate(images.take(manyOfLast), network.output(), start, 0)
                                    .get(0))
                    <= 1e-12);
            Tensor one = images.take(1);
            int[] same = new int[IMAGE_OF.length];
            Tensor together =
                    pass.propagate(one, same, network.output(), start, 0).get(0);
            Tensor copies =
                    pass.propagate(one.take(same), network.output(), start, 0).get(0);
            assertTrue(GoldenModels.worstError(together, copies) <= 1e-12);
        }
    }

    @Test
    void joinsShareTheirImageToo() {
        GraphBuilder graph = new GraphBuilder(8, 2, 5, 5);
        int first = graph.same(new Op.Relu(), graph.conv(0, 4, 3, 1, true));
        int branch = graph.same(new Op.Sigmoid(), graph.conv(first, 4, 3, 1, true));
        int gated = graph.same(new Op.Multiply(), first, branch);
        int sum = graph.same(new Op.Add(), gated, first);
        int pooled = graph.add(new Op.AdaptiveAvgPool2d(Op.Pair.of(1)), Shape.of(4, 1, 1), sum);
        int flat = graph.add(new Op.Reshape(), Shape.of(4), pooled);
        graph.linear(flat, 3, true);
        Network network = graph.build();
        Tensor image = noise(1, 2, 5, 5);
        Tensor start = noise(4, 3);
        RulePlan plan = new RulePlanner(Composite.EPSILON_PLUS, true, true, null, Map.of()).plan(network);
        try (NetworkRunner runner = engine.load(network)) {
            RelevancePass pass = new RelevancePass(runner, plan);
            Tensor together = pass.propagate(image, new int[4], network.output(), start, 0)
                    .get(0);
            Tensor copies = pass.propagate(image.take(0, 0, 0, 0), network.output(), start, 0)
                    .get(0);
            assertTrue(GoldenModels.worstError(together, copies) <= 1e-12);
        }
    }

    @Test
    void onlyWhatCannotBeNegativeIsTakenForSuch() {
        GraphBuilder graph = new GraphBuilder(8, 2, 6, 6);
        int convolved = graph.conv(0, 4, 3, 1, true);
        int positive = graph.same(new Op.Relu(), convolved);
        int product = graph.same(new Op.Multiply(), positive, convolved);
        int sum = graph.same(new Op.Add(), positive, positive);
        int difference = graph.same(new Op.Subtract(), positive, sum);
        int smooth = graph.same(new Op.Silu(), sum);
        boolean[] known = NonNegativity.of(graph.build());
        assertTrue(known[positive]);
        assertTrue(known[sum]);
        assertFalse(known[0]);
        assertFalse(known[convolved]);
        assertFalse(known[product]);
        assertFalse(known[difference]);
        assertFalse(known[smooth]);
    }

    private static Tensor noise(int... shape) {
        double[] values = new double[Math.toIntExact(Shape.of(shape).size())];
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return Tensor.of(values, shape);
    }
}
