package dev.whence.engine.attribution;

import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.ModelInputs;
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

/** The stored models, images and score matrices of the reference, and how far a method is from them. */
public final class GoldenAttribution implements AutoCloseable {

    private final ExecutionEngine engine;
    private final Map<String, AttributionTask> tasks = new HashMap<>();

    private GoldenAttribution(ExecutionEngine engine) {
        this.engine = engine;
    }

    public static GoldenAttribution open(Precision precision) {
        return new GoldenAttribution(ExecutionEngine.open(new ExecutionSettings("cpu", precision, 1)));
    }

    public ExecutionEngine engine() {
        return engine;
    }

    /**
     * The training images with some states of a model.
     *
     * @param model {@code g1} or {@code g3}
     * @param checkpoints {@code s0}, {@code s0,s1,s2} or {@code trajectory}
     */
    public AttributionTask task(String model, String checkpoints) {
        return tasks.computeIfAbsent(model + " " + checkpoints, name -> newTask(model, checkpoints));
    }

    /** The 32 test images. */
    public Representations tests(AttributionTask task) {
        return represent(task.network(), task.finalLayer(), "idx/test-images-idx3-ubyte");
    }

    /**
     * The largest difference to a stored matrix, divided by its largest score. The explained class is the test image's
     * label; a stored vector is compared with self-influence.
     *
     * @param scale the stored scores are so many times ours
     */
    public double error(String model, String key, double scale, Attributor attributor, AttributionTask task) {
        Tensor expected = stored(model + "/scores.npz", key);
        boolean self = expected.shape().rank() == 1;
        Representations tests = tests(task);
        Tensor found = self
                ? attributor.selfInfluence(Progress.none())
                : attributor.attribute(tests, Targets.resolve(new Target.Label(), tests), Progress.none());
        return error(expected, scale, found);
    }

    /**
     * @param expected {@code [train, tests]} or {@code [train]}
     * @param found {@code [tests, train]} or {@code [train]}
     */
    public static double error(Tensor expected, double scale, Tensor found) {
        double largest = 0;
        double difference = 0;
        int n = expected.shape().dim(0);
        int tests = expected.size() / n;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < tests; j++) {
                double value = expected.get(i * tests + j);
                largest = Math.max(largest, Math.abs(value));
                difference = Math.max(difference, Math.abs(value - scale * found.get(j * n + i)));
            }
        }
        return difference / largest;
    }

    public static Tensor stored(String file, String key) {
        try (NpzFile stored = NpzFile.open(file(file))) {
            return stored.read(key);
        }
    }

    /** @param settings {@code key=value} pairs with semicolons between, or null for the defaults */
    public static <S extends Record> Attributor fit(
            AttributionMethod<S> method, AttributionTask task, String settings) {
        return method.fit(task, settings(method, settings), Progress.none());
    }

    public static <S extends Record> S settings(AttributionMethod<S> method, String settings) {
        Map<String, String> values = new LinkedHashMap<>();
        if (settings != null && !settings.isEmpty()) {
            Arrays.stream(settings.split(";"))
                    .map(pair -> pair.split("="))
                    .forEach(pair -> values.put(pair[0], pair[1]));
        }
        return SettingsSchema.of(method.settingsType()).parse(values);
    }

    private AttributionTask newTask(String model, String checkpoints) {
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
        return new AttributionTask(
                states, last, represent(states.get(states.size() - 1), last, "idx/train-images-idx3-ubyte"), 0, engine);
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

    private Representations represent(Network network, int last, String images) {
        ImageDataset dataset = Datasets.open(file(images), false);
        ModelInputs inputs = new ExactPixels(dataset, network.inputShape());
        long[] labels =
                IntStream.range(0, dataset.size()).mapToLong(dataset::label).toArray();
        try (NetworkRunner runner = engine.load(network)) {
            FeaturePass.Result result =
                    new FeaturePass(runner, network.nodes().get(last).inputs().get(0)).run(inputs, Progress.none());
            return new Representations(inputs, Tensor.of(labels, labels.length), result.features(), result.logits());
        }
    }

    public static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(GoldenAttribution.class.getResource("/goldens/attribution/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        tasks.clear();
        engine.close();
    }
}
