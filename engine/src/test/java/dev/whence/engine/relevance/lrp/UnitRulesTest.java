package dev.whence.engine.relevance.lrp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.relevance.GoldenModels;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule on single layers against the reference, in float64. */
class UnitRulesTest {

    private static final Map<String, Op> LAYERS = layers();

    private static ExecutionEngine engine;
    private static Map<String, Tensor> stored;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
        stored = NpzFile.readAll(GoldenModels.file("unit_rules.npz"));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static Map<String, Op> layers() {
        Map<String, Op> layers = new LinkedHashMap<>();
        layers.put("linear", new Op.Linear("weight", "bias"));
        layers.put("linear_nobias", new Op.Linear("weight", null));
        layers.put("conv_s2p1", conv("bias", Pair.of(2), Pair.of(1), Pair.of(1), 1));
        layers.put("conv_p1", conv("bias", Pair.of(1), Pair.of(1), Pair.of(1), 1));
        layers.put("conv_g2_nobias", conv(null, new Pair(2, 1), new Pair(1, 0), Pair.of(1), 2));
        layers.put("conv_d2", conv("bias", Pair.of(1), Pair.of(2), Pair.of(2), 1));
        layers.put("pool_avg2", new Op.AvgPool2d(Pair.of(2), Pair.of(2), Pair.of(0), false, true, null));
        layers.put("pool_avg3s2p1", new Op.AvgPool2d(Pair.of(3), Pair.of(2), Pair.of(1), false, true, null));
        layers.put(
                "pool_avg3s2p1_nopadcount", new Op.AvgPool2d(Pair.of(3), Pair.of(2), Pair.of(1), false, false, null));
        layers.put("pool_adapt1", new Op.AdaptiveAvgPool2d(Pair.of(1)));
        layers.put("pool_adapt3", new Op.AdaptiveAvgPool2d(Pair.of(3)));
        layers.put("pool_max2", new Op.MaxPool2d(Pair.of(2), Pair.of(2), Pair.of(0), Pair.of(1), false));
        layers.put("pool_max3s2p1", new Op.MaxPool2d(Pair.of(3), Pair.of(2), Pair.of(1), Pair.of(1), false));
        layers.put("relu", new Op.Relu());
        return layers;
    }

    private static Op conv(String bias, Pair stride, Pair padding, Pair dilation, int groups) {
        return new Op.Conv2d("weight", bias, stride, padding, dilation, groups);
    }

    static Stream<Arguments> cases() {
        try (NpzFile file = NpzFile.open(GoldenModels.file("unit_rules.npz"))) {
            return file.names().stream()
                    .filter(name -> LAYERS.containsKey(name.split("/")[0]))
                    .filter(name -> !name.matches(".*/(weight|bias|x|y|rel_out)"))
                    .map(name -> Arguments.of(name.split("/")[0], name.split("/")[1]))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void equalsTheReference(String layer, String ruleName) {
        Tensor x = stored.get(layer + "/x");
        Tensor above = stored.get(layer + "/rel_out");
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : List.of("weight", "bias")) {
            if (stored.containsKey(layer + "/" + name)) {
                weights.put(name, stored.get(layer + "/" + name));
            }
        }
        Network network = new Network(
                List.of(
                        new Node("input", new Op.Input(), List.of(), x.shape().dropFirst()),
                        new Node(
                                "layer",
                                LAYERS.get(layer),
                                List.of(0),
                                above.shape().dropFirst())),
                1,
                weights,
                Map.of());
        Rule rule = rule(ruleName.replaceFirst("_zb$", ""));
        RulePlan plan = new RulePlan(network, List.of(rule, rule), ruleName.endsWith("_zb"));
        try (NetworkRunner runner = engine.load(network)) {
            Tensor below =
                    new RelevancePass(runner, plan).propagate(x, 1, above, 0).get(0);
            Tensor expected = stored.get(layer + "/" + ruleName);
            double largest = 0;
            for (double value : expected.doubles()) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertArrayEquals(expected.doubles(), below.doubles(), 1e-9 * largest);
        }
    }

    private static Rule rule(String name) {
        String[] parts = name.split("_");
        return switch (parts[0]) {
            case "Epsilon" -> new Rule.Epsilon(Stabilizer.adding(Double.parseDouble(parts[1])));
            case "ZPlus" -> new Rule.ZPlus(Stabilizer.DEFAULT);
            case "AlphaBeta" ->
                new Rule.AlphaBeta(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), Stabilizer.DEFAULT);
            case "Gamma" -> new Rule.Gamma(Double.parseDouble(parts[1]), Stabilizer.DEFAULT);
            case "ZBox" ->
                new Rule.ZBox(Tensor.of(new double[] {-1.5}, 1), Tensor.of(new double[] {2}, 1), Stabilizer.DEFAULT);
            case "WSquare" -> new Rule.WSquare(Stabilizer.DEFAULT);
            case "Flat" -> new Rule.Flat(Stabilizer.DEFAULT);
            case "Norm" -> new Rule.Norm(Stabilizer.DEFAULT);
            case "Pass" -> new Rule.Pass();
            case "grad" -> new Rule.Gradient();
            case "ReLUDeconvNet" -> new Rule.ReluDeconvNet();
            case "ReLUGuidedBackprop" -> new Rule.ReluGuidedBackprop();
            case "ReLUBetaSmooth" -> new Rule.ReluBetaSmooth(Double.parseDouble(parts[1]));
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "eps1e-6, 1e-6, false, false",
        "eps0.25, 0.25, false, false",
        "eps0.25_clip, 0.25, true, false",
        "eps0.25_norm, 0.25, false, true",
        "eps0.25_clip_norm, 0.25, true, true"
    })
    void stabilizesLikeTheReference(String key, double epsilon, boolean clip, boolean norm) {
        try (Scope scope = engine.scope()) {
            Tensor stabilized = new Stabilizer(epsilon, clip, norm)
                    .apply(scope.of(stored.get("stab/z")))
                    .toHost();
            assertArrayEquals(stored.get("stab/" + key).doubles(), stabilized.doubles(), 1e-12);
        }
    }
}
