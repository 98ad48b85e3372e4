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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps of whole networks against the reference. */
class GoldenRelevanceTest {

    private static final int[] ALL = IntStream.range(0, 16).toArray();

    /** The reference's own deviation between float32 and float64 is known for each setting. */
    private static final Map<String, Double> PEER_FLOAT32 = peerDeviations();

    private static ExecutionEngine exact;
    private static ExecutionEngine narrow;

    @BeforeAll
    static void open() {
        exact = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
        narrow = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1));
    }

    @AfterAll
    static void close() {
        exact.close();
        narrow.close();
    }

    @ParameterizedTest
    @CsvSource({"m1, none, 23", "m2, none, 13", "m4, none, 9", "m4, smb, 23"})
    void equalsTheReference(String model, String canonizer, int settings) {
        // Float64 convolutions are slow: four of the sixteen images of the larger network, for every setting.
        int[] images = model.equals("m4") ? new int[] {0, 5, 10, 15} : ALL;
        assertEquals(settings, compare(exact, model, canonizer, images, key -> 1e-5));
    }

    @ParameterizedTest
    @CsvSource({"m1, none, 23", "m2, none, 13", "m4, none, 9", "m4, smb, 23"})
    void staysNearTheReferenceInFloat32(String model, String canonizer, int settings) {
        assertEquals(
                settings,
                compare(
                        narrow,
                        model,
                        canonizer,
                        ALL,
                        key -> Math.max(1e-4, 3 * PEER_FLOAT32.get(model + "," + key.replaceFirst("/sum$", "")))));
    }

    /** Compares all maps of a model and gives their number. */
    private static int compare(
            ExecutionEngine engine, String model, String canonizer, int[] images, ToDoubleFunction<String> tolerance) {
        Network whole = GoldenModels.network(model);
        Network network = canonizer.equals("smb") ? BatchNormMerging.merge(whole) : whole;
        Tensor input =
                NpzFile.readAll(GoldenModels.file("inputs.npz")).get(model).take(images);
        try (NpzFile stored = NpzFile.open(GoldenModels.file(model + "_lrp.npz"));
                NetworkRunner runner = engine.load(network)) {
            Tensor start = oneHot(
                    stored.read("pred").take(images), network.outputShape().dim(0));
            List<String> keys = stored.names().stream()
                    .filter(name -> name.startsWith(canonizer + "/"))
                    .toList();
            assertAll(keys.stream().<Executable>map(key -> () -> {
                RulePlan plan =
                        plan(model, network, key.replaceFirst("^[a-z]+/", "").replaceFirst("/sum$", ""));
                Tensor map = new RelevancePass(runner, plan)
                        .propagate(input, network.output(), start, 0)
                        .get(0);
                Tensor shown = key.endsWith("/sum") ? GoldenModels.sumOverChannels(map) : map;
                double error = GoldenModels.worstError(shown, stored.read(key).take(images));
                assertTrue(
                        error <= tolerance.applyAsDouble(key),
                        () -> key + ": largest difference relative to the map's maximum: " + error);
            }));
            return keys.size();
        }
    }

    private static Map<String, Double> peerDeviations() {
        Map<String, Double> deviations = new HashMap<>();
        try {
            for (String line : Files.readAllLines(GoldenModels.file("peer_float32.csv"))) {
                int comma = line.lastIndexOf(',');
                if (!line.startsWith("model")) {
                    deviations.put(line.substring(0, comma), Double.parseDouble(line.substring(comma + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return deviations;
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
