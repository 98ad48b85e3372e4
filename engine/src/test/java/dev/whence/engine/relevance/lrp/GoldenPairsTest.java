package dev.whence.engine.relevance.lrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.relevance.GoldenModels;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pair maps against the reference, in float64. */
class GoldenPairsTest {

    private static final int PAIRS_PER_TEST = 6;

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
    @CsvSource({"m1, 0.001", "m1, 1", "m2, 0.001", "m2, 1", "m4, 0.001", "m4, 1"})
    void equalTheReference(String model, String c) {
        Map<String, Tensor> stored = NpzFile.readAll(GoldenModels.file(model + "_xda_C" + c + ".npz"));
        Network network = GoldenModels.network(model);
        int featureNode = network.nodes().get(network.output()).inputs().get(0);
        Representations tests = represented(network, featureNode, stored.get("input_test"));
        Representations train = represented(network, featureNode, stored.get("input_train"));
        double[] scores = stored.get("pair_attribution").doubles();
        List<Pair> pairs = new ArrayList<>();
        for (int p = 0; p < scores.length; p++) {
            pairs.add(new Pair(p / PAIRS_PER_TEST, p, scores[p]));
        }
        HeatmapTask task = new HeatmapTask(engine, network, network.output(), GoldenModels.range(model), null, 0);
        List<String> settings = stored.keySet().stream()
                .filter(key -> key.endsWith("/train"))
                .map(key -> key.replace("/train", ""))
                .toList();
        assertTrue(settings.size() >= 3);
        for (String key : settings) {
            try (LrpExplainer explainer = new LrpMethod().prepare(task, settings(key))) {
                PairHeatmaps maps =
                        new PairRelevance(explainer, featureNode).explain(tests, train, pairs, Progress.none());
                close(key + "/train", maps.train().relevance(), stored);
                close(key + "/test", maps.test().relevance(), stored);
                for (int p = 0; p < scores.length; p++) {
                    assertEquals(scores[p], maps.train().explained()[p], 1e-9 * Math.abs(scores[p]));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"m1, 0.001", "m2, 1", "m4, 1"})
    void splitTheScoreLikeTheReference(String model, String c) {
        Map<String, Tensor> stored = NpzFile.readAll(GoldenModels.file(model + "_xda_C" + c + ".npz"));
        Network network = GoldenModels.network(model);
        int featureNode = network.nodes().get(network.output()).inputs().get(0);
        Tensor tests =
                represented(network, featureNode, stored.get("input_test")).features();
        Tensor train =
                represented(network, featureNode, stored.get("input_train")).features();
        double[] scores = stored.get("pair_attribution").doubles();
        int[] testOfPair = new int[scores.length];
        for (int p = 0; p < scores.length; p++) {
            testOfPair[p] = p / PAIRS_PER_TEST;
        }
        Tensor shares = PairRelevance.shares(tests.take(testOfPair), train, scores);
        assertTrue(GoldenModels.worstError(shares, stored.get("init_relevance")) <= 1e-6);
    }

    private static void close(String key, Tensor map, Map<String, Tensor> stored) {
        double error = GoldenModels.worstError(GoldenModels.sumOverChannels(map), stored.get(key));
        assertTrue(error <= 1e-5, () -> key + ": largest difference relative to the map's maximum: " + error);
    }

    private static LrpSettings settings(String key) {
        String composite = key.substring(key.indexOf('/') + 1);
        return LrpSettings.of(
                Composite.parse(composite.replace("_zb", "")),
                key.startsWith("smb/") ? Canonizer.MERGE_BATCHNORM : Canonizer.NONE,
                composite.endsWith("_zb"));
    }

    private static Representations represented(Network network, int featureNode, Tensor input) {
        int n = input.shape().dim(0);
        try (NetworkRunner runner = engine.load(network)) {
            List<Tensor> values = runner.values(input, featureNode, network.output());
            Tensor features = values.get(0).reshape(n, values.get(0).size() / n);
            return new Representations(new Inputs(input), Tensor.of(new long[n], n), features, values.get(1));
        }
    }

    /** Network input that is in memory already. */
    private record Inputs(Tensor all) implements ModelInputs {

        @Override
        public int size() {
            return all.shape().dim(0);
        }

        @Override
        public Shape shape() {
            return all.shape().dropFirst();
        }

        @Override
        public Tensor batch(int... indices) {
            return all.take(indices);
        }
    }
}
