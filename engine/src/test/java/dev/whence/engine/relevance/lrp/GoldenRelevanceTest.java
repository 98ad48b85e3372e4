package dev.whence.engine.relevance.lrp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.canon.BatchNormMerging;
import dev.whence.engine.relevance.GoldenModels;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Maps of whole networks against the reference, in float64. */
class GoldenRelevanceTest {

    static Stream<Arguments> maps() {
        return Stream.of("m1", "m2", "m4").flatMap(model -> {
            try (NpzFile stored = NpzFile.open(GoldenModels.file(model + "_lrp.npz"))) {
                return stored.names().stream()
                        .filter(name -> name.contains("/"))
                        .map(name -> Arguments.of(model, name))
                        .toList()
                        .stream();
            }
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("maps")
    void equalsTheReference(String model, String key) {
        Network network = GoldenModels.network(model);
        if (key.startsWith("smb/")) {
            network = BatchNormMerging.merge(network);
        }
        String composite = key.replaceFirst("^[a-z]+/", "").replaceFirst("/sum$", "");
        boolean zeroBias = composite.endsWith("_zb");
        composite = composite.replaceFirst("_zb$", "");
        Tensor input = NpzFile.readAll(GoldenModels.file("inputs.npz")).get(model);
        Tensor expected;
        Tensor predicted;
        try (NpzFile stored = NpzFile.open(GoldenModels.file(model + "_lrp.npz"))) {
            expected = stored.read(key);
            predicted = stored.read("pred");
        }
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
                NetworkRunner runner = engine.load(network)) {
            RulePlan plan = plan(model, network, composite, zeroBias);
            Tensor start = oneHot(predicted, network.outputShape().dim(0));
            Tensor map = new RelevancePass(runner, plan)
                    .propagate(input, network.output(), start, 0)
                    .get(0);
            double error = GoldenModels.worstError(key.endsWith("/sum") ? sumOverChannels(map) : map, expected);
            assertTrue(error <= 1e-5, () -> "largest difference relative to the map's maximum: " + error);
        }
    }

    private static RulePlan plan(String model, Network network, String composite, boolean zeroBias) {
        if (!composite.startsWith("x_")) {
            return new RulePlanner(Composite.parse(composite), false, zeroBias, GoldenModels.range(model), Map.of())
                    .plan(network);
        }
        Map<String, Rule> overrides = new LinkedHashMap<>();
        network.nodes().forEach(node -> {
            LayerFamily family = LayerFamily.of(node.op());
            if (family.isWeighted()) {
                boolean first = node.name().equals("conv1");
                overrides.put(
                        node.name(),
                        switch (composite) {
                            case "x_epsilon_all" -> new Rule.Epsilon(Stabilizer.DEFAULT);
                            case "x_epsilon0.25_all" -> new Rule.Epsilon(Stabilizer.adding(0.25));
                            case "x_gamma0.25_all" -> new Rule.Gamma(0.25, Stabilizer.DEFAULT);
                            default ->
                                first
                                        ? new Rule.WSquare(Stabilizer.DEFAULT)
                                        : family == LayerFamily.CONVOLUTION
                                                ? new Rule.ZPlus(Stabilizer.DEFAULT)
                                                : new Rule.Epsilon(Stabilizer.DEFAULT);
                        });
            }
        });
        return new RulePlanner(Composite.EPSILON_PLUS, false, zeroBias, null, overrides).plan(network);
    }

    private static Tensor oneHot(Tensor classes, int width) {
        double[] rows = new double[classes.size() * width];
        for (int i = 0; i < classes.size(); i++) {
            rows[i * width + (int) classes.longs()[i]] = 1;
        }
        return Tensor.of(rows, classes.size(), width);
    }

    private static Tensor sumOverChannels(Tensor map) {
        int n = map.shape().dim(0);
        int channels = map.shape().dim(1);
        int pixels = map.shape().dim(2) * map.shape().dim(3);
        double[] sums = new double[n * pixels];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < pixels; p++) {
                    sums[i * pixels + p] += map.get((i * channels + c) * pixels + p);
                }
            }
        }
        return Tensor.of(sums, n, map.shape().dim(2), map.shape().dim(3));
    }
}
