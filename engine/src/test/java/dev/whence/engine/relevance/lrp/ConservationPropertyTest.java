package dev.whence.engine.relevance.lrp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.relevance.Conservation;
import dev.whence.engine.relevance.Conservation.Verdict;
import dev.whence.engine.relevance.GraphBuilder;
import dev.whence.engine.relevance.HeatmapExplainer.Question;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sum of relevance on random networks of every kind of layer, in float64. */
class ConservationPropertyTest {

    private static final int IMAGES = 3;
    private static final int CHANNELS = 6;

    private static ExecutionEngine engine;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** Ways of continuing a network. */
    enum Block {
        RESIDUAL,
        DEPTHWISE,
        CONCAT,
        GATE,
        SMOOTH,
        POOLING,
        SLICES,
        CONSTANTS
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void sumsSharedAndBiasesZeroedKeepTheWholeValue(long seed) {
        Random random = new Random(seed);
        Block[] blocks = new Block[3];
        Arrays.setAll(blocks, i -> Block.values()[random.nextInt(Block.values().length)]);
        assertConserves(network(seed, blocks));
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfBlockKeepsTheWholeValue(Block block) {
        assertConserves(network(40 + block.ordinal(), block));
    }

    private static void assertConserves(Network network) {
        try (LrpExplainer explainer = explainer(network, Canonizer.RESNET, rules(network))) {
            Heatmaps maps = explainer.explain(images(7), Question.of(0, 1, 2), Progress.none());
            for (int i = 0; i < IMAGES; i++) {
                assertEquals(1, maps.conservation(i), 1e-3);
                assertEquals(
                        Verdict.GREEN,
                        Conservation.of(maps, i, explainer.leaks()).verdict());
            }
        }
    }

    @Test
    void aResidualCountedTwiceIsTold() {
        try (LrpExplainer explainer = explainer(network(3, Block.RESIDUAL, Block.RESIDUAL), Canonizer.NONE)) {
            Heatmaps maps = explainer.explain(images(7), Question.of(0, 1, 2), Progress.none());
            for (int i = 0; i < IMAGES; i++) {
                Conservation badge = Conservation.of(maps, i, explainer.leaks());
                assertEquals(Verdict.AMBER, badge.verdict());
                assertTrue(badge.ratio() > 1.5, badge.toString());
                assertTrue(badge.reason().contains("each branch receives all of the relevance"), badge.reason());
            }
        }
    }

    @Test
    void aMapDoesNotDependOnItsBatch() {
        Network network = network(11, Block.RESIDUAL, Block.GATE);
        Tensor images = images(8);
        try (LrpExplainer explainer = explainer(network, Canonizer.AUTO)) {
            Tensor together = explainer
                    .explain(images, Question.of(2, 0, 1), Progress.none())
                    .relevance();
            int[] classes = {2, 0, 1};
            for (int i = 0; i < IMAGES; i++) {
                Tensor alone = explainer
                        .explain(images.take(i), Question.of(classes[i]), Progress.none())
                        .relevance();
                assertArrayEquals(together.take(i).doubles(), alone.doubles(), 1e-10);
            }
        }
    }

    @Test
    void everyLayerOfAChainHoldsTheSameSum() {
        GraphBuilder graph = new GraphBuilder(5, 3, 8, 8);
        int a = graph.relu(graph.conv(0, CHANNELS, 3, 1, false));
        int b = graph.relu(graph.conv(a, CHANNELS, 3, 1, false));
        int features = graph.pooled(b);
        graph.linear(features, 4, false);
        try (LrpExplainer explainer = explainer(graph.build(), Canonizer.AUTO)) {
            for (int node = 0; node < graph.last(); node++) {
                Heatmaps maps = explainer.explainAt(node, images(9), Question.of(0, 1, 2), Progress.none());
                assertEquals(graph.shape(node).prepend(IMAGES), maps.relevance().shape());
                for (int i = 0; i < IMAGES; i++) {
                    assertEquals(1, maps.conservation(i), 1e-3, "node " + node);
                }
            }
        }
    }

    @Test
    void aContrastIsTheDifferenceOfItsTwoMaps() {
        Network network = network(12, Block.DEPTHWISE);
        Tensor images = images(10);
        try (LrpExplainer explainer = explainer(network, Canonizer.AUTO)) {
            Tensor both = explainer
                    .explain(images, new Question(new int[] {0, 1, 2}, new int[] {3, 3, 0}), Progress.none())
                    .relevance();
            Tensor first = explainer
                    .explain(images, Question.of(0, 1, 2), Progress.none())
                    .relevance();
            Tensor second = explainer
                    .explain(images, Question.of(3, 3, 0), Progress.none())
                    .relevance();
            double[] difference = new double[both.size()];
            Arrays.setAll(difference, p -> first.get(p) - second.get(p));
            assertArrayEquals(difference, both.doubles(), 1e-9);
        }
    }

    @Test
    void aPairWithoutCommonFeaturesGivesAZeroMap() {
        Network network = network(13, Block.RESIDUAL);
        Tensor shares = PairRelevance.shares(
                Tensor.of(new double[] {1, 0, 2, 0, 0, 3}, 1, CHANNELS),
                Tensor.of(new double[] {0, 5, 0, 4, 1, 0}, 1, CHANNELS),
                new double[] {0.7});
        int featureNode = network.nodes().get(network.output()).inputs().get(0);
        try (LrpExplainer explainer = explainer(network, Canonizer.AUTO)) {
            Heatmaps maps =
                    explainer.explainFeatures(images(14).take(0), new int[] {0}, featureNode, shares, Progress.none());
            assertArrayEquals(
                    new double[maps.relevance().size()], maps.relevance().doubles());
            assertEquals(Verdict.GREEN, Conservation.of(maps, 0, List.of()).verdict());
        }
    }

    /**
     * Units that pass on negative values can matter without a single positive contribution, and then the z+ rule has
     * nobody to hand their relevance to. The epsilon rule has.
     */
    private static String rules(Network network) {
        boolean smooth = network.nodes().stream().anyMatch(node -> node.op() instanceof Op.Silu);
        return network.nodes().stream()
                .filter(node -> smooth && node.op() instanceof Op.Conv2d)
                .map(node -> node.name() + "=epsilon")
                .collect(Collectors.joining(";"));
    }

    private static LrpExplainer explainer(Network network, Canonizer canonizer) {
        return explainer(network, canonizer, "");
    }

    private static LrpExplainer explainer(Network network, Canonizer canonizer, String rules) {
        HeatmapTask task = new HeatmapTask(engine, network, network.output(), null, null, 0);
        LrpSettings settings =
                new LrpSettings(Composite.EPSILON_PLUS, canonizer, true, LrpSettings.Start.ONE_HOT, rules, "", "");
        return new LrpMethod().prepare(task, settings);
    }

    private static Tensor images(long seed) {
        return new GraphBuilder(seed, 1).gaussian(IMAGES, 3, 8, 8);
    }

    private static Network network(long seed, Block... blocks) {
        GraphBuilder graph = new GraphBuilder(seed, 3, 8, 8);
        int top = graph.relu(graph.norm(graph.conv(0, CHANNELS, 3, 1, false)));
        for (Block block : blocks) {
            top = append(graph, block, top);
        }
        graph.linear(graph.pooled(top), 4, false);
        return graph.build();
    }

    private static int append(GraphBuilder graph, Block block, int top) {
        Shape shape = graph.shape(top);
        return switch (block) {
            case RESIDUAL -> {
                int inner = graph.relu(graph.norm(graph.conv(top, CHANNELS, 3, 1, false)));
                int branch = graph.norm(graph.conv(inner, CHANNELS, 3, 1, false));
                yield graph.relu(graph.same(new Op.Add(), top, branch));
            }
            case DEPTHWISE -> {
                int deep = graph.relu(graph.norm(graph.conv(top, CHANNELS, 3, CHANNELS, false)));
                yield graph.relu(graph.conv(deep, CHANNELS, 1, 1, false));
            }
            case CONCAT -> {
                int narrow = graph.relu(graph.conv(top, CHANNELS, 1, 1, false));
                int wide = graph.relu(graph.conv(top, CHANNELS, 3, 1, false));
                int both =
                        graph.add(new Op.Concat(1), Shape.of(2 * CHANNELS, shape.dim(1), shape.dim(2)), narrow, wide);
                yield graph.relu(graph.conv(both, CHANNELS, 1, 1, false));
            }
            case GATE -> {
                int squeezed = graph.linear(graph.pooled(top), CHANNELS, true);
                int gate =
                        graph.add(new Op.Reshape(), Shape.of(CHANNELS, 1, 1), graph.same(new Op.Sigmoid(), squeezed));
                yield graph.same(new Op.Multiply(), top, gate);
            }
            case SMOOTH -> {
                int silu = graph.same(new Op.Silu(), graph.conv(top, CHANNELS, 3, 1, false));
                yield graph.relu(
                        graph.conv(graph.same(new Op.GroupNorm(null, null, 2, 1e-5), silu), CHANNELS, 3, 1, false));
            }
            case POOLING -> {
                Shape half = Shape.of(CHANNELS, shape.dim(1) / 2, shape.dim(2) / 2);
                Op max = new Op.MaxPool2d(Pair.of(2), Pair.of(2), Pair.of(0), Pair.of(1), false);
                Op mean = new Op.AvgPool2d(Pair.of(3), Pair.of(1), Pair.of(1), false, true, null);
                yield graph.same(mean, graph.add(max, half, top));
            }
            case SLICES -> {
                Shape part = Shape.of(CHANNELS / 2, shape.dim(1), shape.dim(2));
                int first = graph.add(new Op.Slice(1, 0, CHANNELS / 2, 1), part, top);
                int second = graph.add(new Op.Slice(1, CHANNELS / 2, CHANNELS, 1), part, top);
                yield graph.add(new Op.Concat(1), shape, graph.same(new Op.Dropout(0.5), second), first);
            }
            case CONSTANTS -> {
                graph.constant("scale", graph.positive(CHANNELS, 1, 1));
                yield graph.same(new Op.Affine("scale", null), top);
            }
        };
    }
}
