package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.PreprocessedImages;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.FeaturePass;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.FinalLayer;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Score matrices of the attribution methods against the reference, in float64. */
class GoldenScoresTest {

    private static final Map<String, AttributionTask> TASKS = new HashMap<>();

    private static ExecutionEngine engine;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
    }

    @AfterAll
    static void close() {
        TASKS.clear();
        engine.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            g1 | grad_dot                    | grad-dot     | s0         |                                | 1e-5
            g1 | grad_cos                    | grad-cos     | s0         |                                | 1e-5
            g1 | grad_dot_fc                 | grad-dot     | s0         | parameters=linear              | 1e-5
            g1 | tracin_self                 | tracin       | trajectory | weights=0.1                    | 1e-5
            g1 | tracincp                    | tracin       | trajectory | weights=0.1                    | 1e-5
            g1 | cosincp                     | cosin        | trajectory | weights=0.1                    | 1e-5
            g1 | tracincp_sm64_k512          | tracin       | trajectory | weights=0.1;projection=rademacher | 1e-5
            g1 | cosincp_sm64_k512           | cosin        | trajectory | weights=0.1;projection=rademacher | 1e-5
            g1 | trak1_sm64_k512_reg0        | trak         | s0         |                                | 1e-5
            g1 | trak3_sm64_k512_reg0        | trak         | s0,s1,s2   |                                | 1e-5
            g1 | trak3_sm64_k512_reg1e-3     | trak         | s0,s1,s2   | damping=1e-3                   | 1e-5
            g1 | trak1_sm64_k512_reg0_self   | trak         | s0         |                                | 1e-5
            g1 | knn_shapley_k5              | knn-shapley  | s0         | space=pixels                   | 1e-6
            g1 | knn_shapley_k1              | knn-shapley  | s0         | space=pixels;neighbours=1      | 1e-6
            g1 | if_cg_it10_reg1e-2          | influence-cg | s0         |                                | 1e-5
            g1 | if_datainf_reg1e-1          | datainf      | s0         |                                | 1e-5
            g1 | if_datainf_reg1e-2          | datainf      | s0         | damping=1e-2                   | 1e-5
            g1 | if_datainf_reg1e-1_ratio0.5 | datainf      | s0         | images=500                     | 1e-5
            g3 | grad_dot                    | grad-dot     | s0         |                                | 1e-5
            g3 | grad_cos                    | grad-cos     | s0         |                                | 1e-5
            g3 | grad_dot_fc                 | grad-dot     | s0         | parameters=fc                  | 1e-5
            g3 | tracin_self                 | tracin       | trajectory | weights=0.05                   | 1e-5
            g3 | tracincp                    | tracin       | trajectory | weights=0.05                   | 1e-5
            g3 | cosincp                     | cosin        | trajectory | weights=0.05                   | 1e-5
            g3 | tracincp_sm64_k512          | tracin       | trajectory | weights=0.05;projection=rademacher | 1e-5
            g3 | trak1_sm64_k512_reg0        | trak         | s0         |                                | 1e-5
            g3 | trak3_sm64_k512_reg0        | trak         | s0,s1,s2   |                                | 1e-5
            g3 | trak3_sm64_k512_reg1e-3     | trak         | s0,s1,s2   | damping=1e-3                   | 1e-5
            g3 | trak1_sm64_k512_reg0_self   | trak         | s0         |                                | 1e-5
            g3 | trak1_fc_identity_reg1e-3   | trak         | s0         | damping=1e-3;projection=none;parameters=fc | 1e-5
            g3 | knn_shapley_k5              | knn-shapley  | s0         | space=pixels                   | 1e-6
            g3 | if_cg_fc_it10_reg1e-2       | influence-cg | s0         | parameters=fc                  | 1e-5
            g3 | if_datainf_reg1e-1          | datainf      | s0         |                                | 1e-5
            g3 | if_datainf_reg1e-2          | datainf      | s0         | damping=1e-2                   | 1e-5
            g3 | if_datainf_reg1e-1_ratio0.5 | datainf      | s0         | images=500                     | 1e-5
            """)
    void equalsTheReference(
            String model, String key, String method, String checkpoints, String settings, double tolerance) {
        AttributionTask task = TASKS.computeIfAbsent(model + " " + checkpoints, name -> task(model, checkpoints));
        Attributor attributor = fit(MethodRegistry.byId(method), task, settings);
        Tensor expected;
        try (NpzFile stored = NpzFile.open(file(model + "/scores.npz"))) {
            expected = stored.read(key);
        }
        boolean self = expected.shape().rank() == 1;
        Tensor found = self ? attributor.selfInfluence(Progress.none()) : attribute(model, attributor, task);
        double largest = 0;
        double difference = 0;
        int n = task.train().size();
        int tests = expected.size() / n;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < tests; j++) {
                double value = expected.get(i * tests + j);
                largest = Math.max(largest, Math.abs(value));
                difference = Math.max(difference, Math.abs(value - found.get(j * n + i)));
            }
        }
        double error = difference / largest;
        assertTrue(error <= tolerance, () -> "largest difference relative to the largest score: " + error);
    }

    /** Many Hessian products each; run with {@code -Dwhence.excludedTests=}. */
    @Tag("slow")
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            g1 | if_cg_it10_reg1e-2_ens3     | influence-cg | s0,s1,s2   |                                | 1e-5
            g1 | if_cg_it50_reg1e-2          | influence-cg | s0         | iterations=50                  | 1e-4
            g3 | if_cg_it10_reg1e-1_cache200 | influence-cg | s0         | damping=0.1;images=200         | 1e-5
            """)
    void equalsTheReferenceAtLength(
            String model, String key, String method, String checkpoints, String settings, double tolerance) {
        equalsTheReference(model, key, method, checkpoints, settings, tolerance);
    }

    private static <S extends Record> Attributor fit(
            AttributionMethod<S> method, AttributionTask task, String settings) {
        Map<String, String> values = new LinkedHashMap<>();
        if (settings != null) {
            Arrays.stream(settings.split(";"))
                    .map(pair -> pair.split("="))
                    .forEach(pair -> values.put(pair[0], pair[1]));
        }
        return method.fit(task, SettingsSchema.of(method.settingsType()).parse(values), Progress.none());
    }

    private static Tensor attribute(String model, Attributor attributor, AttributionTask task) {
        Representations tests = represent(task.network(), task.finalLayer(), "idx/test-images-idx3-ubyte");
        return attributor.attribute(tests, Targets.resolve(new Target.Label(), tests), Progress.none());
    }

    private static AttributionTask task(String model, String checkpoints) {
        Network traced = ModelReader.open(file(model + "/" + model + "_s0.pt")).network(Shape.of(1, 28, 28));
        int last = FinalLayer.find(traced, null);
        List<Network> states = new ArrayList<>();
        if (checkpoints.equals("s0")) {
            states.add(traced);
        } else {
            Map<String, Tensor> stored = NpzFile.readAll(file(model + "/checkpoints.npz"));
            for (String state : states(model, checkpoints)) {
                Map<String, Tensor> weights = new HashMap<>();
                traced.parameters().keySet().forEach(name -> weights.put(name, stored.get(state + "." + name)));
                states.add(traced.withParameters(weights));
            }
        }
        return new AttributionTask(states, last, represent(traced, last, "idx/train-images-idx3-ubyte"), 0, engine);
    }

    private static List<String> states(String model, String checkpoints) {
        if (!checkpoints.equals("trajectory")) {
            return Arrays.stream(checkpoints.split(","))
                    .map(state -> "ckpt_" + state)
                    .toList();
        }
        List<String> states = new ArrayList<>();
        for (int epoch : model.equals("g1") ? new int[] {40, 80, 120, 160} : new int[] {2, 4, 6}) {
            states.add("traj_s0_e" + epoch);
        }
        states.add("ckpt_s0");
        return states;
    }

    private static Representations represent(Network network, int last, String images) {
        ImageDataset dataset = Datasets.open(file(images), false);
        PreprocessedImages inputs = PreprocessedImages.of(dataset, Preprocessing.none());
        long[] labels =
                IntStream.range(0, dataset.size()).mapToLong(dataset::label).toArray();
        try (NetworkRunner runner = engine.load(network)) {
            FeaturePass.Result result =
                    new FeaturePass(runner, network.nodes().get(last).inputs().get(0)).run(inputs, Progress.none());
            return new Representations(inputs, Tensor.of(labels, labels.length), result.features(), result.logits());
        }
    }

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(GoldenScoresTest.class.getResource("/goldens/attribution/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
