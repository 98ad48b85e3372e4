package dev.whence.engine.model.canon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.model.canon.BatchNormMerging.Pairing;
import dev.whence.engine.relevance.GoldenModels;
import dev.whence.engine.relevance.GraphBuilder;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merged weights against the reference, and the function before and after. */
class BatchNormMergingTest {

    @ParameterizedTest
    @CsvSource({"conv_bias", "conv_nobias", "linear"})
    void givesTheReferencesWeights(String kind) {
        Map<String, Tensor> stored = NpzFile.readAll(GoldenModels.file("unit_rules.npz"));
        String key = "bnmerge_" + kind + "/";
        Tensor bn = Objects.requireNonNull(stored.get(key + "bn"));
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("weight", Objects.requireNonNull(stored.get(key + "weight")));
        boolean biased = stored.containsKey(key + "bias");
        if (biased) {
            parameters.put("bias", Objects.requireNonNull(stored.get(key + "bias")));
        }
        int channels = bn.shape().dim(1);
        String[] rows = {"gamma", "beta", "mean", "var"};
        for (int row = 0; row < rows.length; row++) {
            parameters.put(rows[row], bn.rows(row, row + 1).reshape(channels));
        }
        boolean linear = kind.equals("linear");
        Shape input = linear ? Shape.of(5) : Shape.of(2, 6, 6);
        Shape output = linear ? Shape.of(4) : Shape.of(3, 4, 4);
        String bias = biased ? "bias" : null;
        Op layer = linear
                ? new Op.Linear("weight", bias)
                : new Op.Conv2d("weight", bias, Pair.of(1), Pair.of(0), Pair.of(1), 1);
        Network network = new Network(
                List.of(
                        new Node("input", new Op.Input(), List.of(), input),
                        new Node("layer", layer, List.of(0), output),
                        new Node("norm", new Op.BatchNorm("gamma", "beta", "mean", "var", 1e-5), List.of(1), output)),
                2,
                parameters,
                Map.of());
        Network merged = BatchNormMerging.merge(network);
        assertArrayEquals(
                stored.get(key + "merged_weight").doubles(),
                merged.tensor("weight").doubles(),
                1e-12);
        assertArrayEquals(
                stored.get(key + "merged_bias").doubles(), merged.tensor("bias").doubles(), 1e-12);
        assertEquals("Identity", merged.nodes().get(2).kind());
    }

    @Test
    void mergesIntoTheLayersAfterWithoutChangingTheFunction() {
        GraphBuilder graph = new GraphBuilder(1, 3, 6, 6);
        int normed = graph.norm(graph.relu(graph.conv(0, 4, 3, 1, true)));
        int left = graph.unpadded(normed, 5);
        int right = graph.unpadded(normed, 5);
        int pooled = graph.pooled(graph.relu(graph.same(new Op.Add(), left, right)));
        graph.linear(graph.norm(pooled), 3, true);
        Network network = graph.build();
        Network merged = BatchNormMerging.mergeBothWays(network);
        assertEquals(0, norms(merged));
        assertEquals(2, norms(BatchNormMerging.merge(network)));
        assertSameFunction(network, merged, graph.gaussian(3, 3, 6, 6));
    }

    @Test
    void leavesAlonePaddedLayersAndValuesThatOthersUse() {
        GraphBuilder graph = new GraphBuilder(2, 3, 6, 6);
        int first = graph.conv(0, 4, 3, 1, true);
        int normed = graph.norm(first);
        int second = graph.conv(graph.norm(graph.relu(graph.same(new Op.Add(), first, normed))), 4, 3, 1, false);
        graph.linear(graph.pooled(second), 3, true);
        Network network = graph.build();
        Network merged = BatchNormMerging.mergeBothWays(network);
        assertEquals(2, norms(merged));
        assertSameFunction(network, merged, graph.gaussian(2, 3, 6, 6));
    }

    @Test
    void mergesNamedPairsOnly() {
        GraphBuilder graph = new GraphBuilder(3, 3, 6, 6);
        int before = graph.conv(0, 4, 3, 1, true);
        int first = graph.norm(before);
        int second = graph.norm(graph.relu(first));
        int after = graph.unpadded(second, 4);
        graph.linear(graph.pooled(after), 3, true);
        Network network = graph.build();
        String afterNorm = network.nodes().get(second).name();
        String layer = network.nodes().get(after).name();
        Network merged = BatchNormMerging.merge(network, List.of(new Pairing(afterNorm, layer)));
        assertEquals(1, norms(merged));
        assertEquals("BatchNorm", merged.nodes().get(first).kind());
        assertSameFunction(network, merged, graph.gaussian(2, 3, 6, 6));
        String stranger = network.nodes().get(before).name();
        BadInputException refused = assertThrows(
                BadInputException.class,
                () -> BatchNormMerging.merge(network, List.of(new Pairing(afterNorm, stranger))));
        assertTrue(refused.getMessage().contains(stranger), refused.getMessage());
    }

    private static long norms(Network network) {
        return network.nodes().stream()
                .filter(node -> node.op() instanceof Op.BatchNorm)
                .count();
    }

    private static void assertSameFunction(Network one, Network other, Tensor input) {
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
                NetworkRunner first = engine.load(one);
                NetworkRunner second = engine.load(other)) {
            assertArrayEquals(
                    first.forward(input).doubles(), second.forward(input).doubles(), 1e-9);
        }
    }
}
