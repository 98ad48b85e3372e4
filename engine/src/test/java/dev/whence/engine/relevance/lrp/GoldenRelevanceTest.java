package dev.whence.engine.relevance.lrp;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps of whole networks against the reference, in float64. */
class GoldenRelevanceTest {

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
    @CsvSource({"m1, none, 23", "m2, none, 13", "m4, none, 9", "m4, smb, 23"})
    void equalsTheReference(String model, String canonizer, int settings) {
        Network whole = GoldenModels.network(model);
        Network network = canonizer.equals("smb") ? BatchNormMerging.merge(whole) : whole;
        Tensor input = NpzFile.readAll(GoldenModels.file("inputs.npz")).get(model);
        try (NpzFile stored = NpzFile.open(GoldenModels.file(model + "_lrp.npz"));
                NetworkRunner runner = engine.load(network)) {
            Tensor start = oneHot(stored.read("pred"), network.outputShape().dim(0));
            List<String> keys = stored.names().stream()
                    .filter(name -> name.startsWith(canonizer + "/"))
                    .toList();
            assertEquals(settings, keys.size());
            assertAll(keys.stream().<Executable>map(key -> () -> {
                RulePlan plan =
                        plan(model, network, key.replaceFirst("^[a-z]+/", "").replaceFirst("/sum$", ""));
                Tensor map = new RelevancePass(runner, plan)
                        .propagate(input, network.output(), start, 0)
                        .get(0);
                Tensor shown = key.endsWith("/sum") ? GoldenModels.sumOverChannels(map) : map;
                double error = GoldenModels.worstError(shown, stored.read(key));
                assertTrue(error <= 1e-5, () -> key + ": largest difference relative to the map's maximum: " + error);
            }));
        }
    }

    private static RulePlan plan(String model, Network network, String key) {
        boolean zeroBias = key.endsWith("_zb");
        String composite = key.replaceFirst("_zb$", "");
        if (!composite.startsWith("x_")) {
            return new RulePlanner(Composite.parse(composite), false, zeroBias, GoldenModels.range(model), Map.of())
                    .plan(network);
        }
        Map<String, Rule> overrides = new LinkedHashMap<>();
        network.nodes().forEach(node -> {
            LayerFamily family = LayerFamily.of(node.op());
            if (family.isWeighted()) {
                overrides.put(node.name(), rule(composite, family, node.name().equals("conv1")));
            }
        });
        return new RulePlanner(Composite.EPSILON_PLUS, false, zeroBias, null, overrides).plan(network);
    }

    private static Rule rule(String composite, LayerFamily family, boolean first) {
        return switch (composite) {
            case "x_epsilon_all" -> new Rule.Epsilon(Stabilizer.DEFAULT);
            case "x_epsilon0.25_all" -> new Rule.Epsilon(Stabilizer.adding(0.25));
            case "x_gamma0.25_all" -> new Rule.Gamma(0.25, Stabilizer.DEFAULT);
            default ->
                first
                        ? new Rule.WSquare(Stabilizer.DEFAULT)
                        : family == LayerFamily.CONVOLUTION
                                ? new Rule.ZPlus(Stabilizer.DEFAULT)
                                : new Rule.Epsilon(Stabilizer.DEFAULT);
        };
    }

    private static Tensor oneHot(Tensor classes, int width) {
        double[] rows = new double[classes.size() * width];
        for (int i = 0; i < classes.size(); i++) {
            rows[i * width + (int) classes.longs()[i]] = 1;
        }
        return Tensor.of(rows, classes.size(), width);
    }
}
