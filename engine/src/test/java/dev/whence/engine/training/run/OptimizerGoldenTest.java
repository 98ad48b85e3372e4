package dev.whence.engine.training.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.OptimizerState;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.ParameterGroup;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Optimiser steps in float64 against those of PyTorch. */
class OptimizerGoldenTest {

    private static ExecutionEngine engine;
    private static LabelledInputs train;
    private static Map<String, Tensor> golden;
    private static Map<String, Tensor> checkpoints;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
        ImageDataset images = Datasets.open(resource("attribution/idx/train-images-idx3-ubyte"), false);
        int[] labels = Arrays.stream(images.labels()).mapToInt(Math::toIntExact).toArray();
        train = new LabelledInputs(new Pixels(images), labels);
        golden = NpzFile.readAll(resource("training/optimizers.npz"));
        checkpoints = NpzFile.readAll(resource("attribution/g3/checkpoints.npz"));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sgd      | sgd,weight_decay=0.01                                    | 0.05  |
            momentum | momentum,momentum=0.9,weight_decay=0.005                 | 0.02  | momentum_buffer
            adam     | adam,beta1=0.9,beta2=0.98,eps=1e-8,weight_decay=0.01     | 2e-3  | exp_avg
            adamw    | adamw,beta1=0.9,beta2=0.98,eps=1e-8,weight_decay=0.5     | 2e-3  | exp_avg
            """)
    void twentyStepsEndWherePyTorchDoes(String name, String text, double rate, String first) {
        Optimizer optimizer = OptimizerText.parse(text);
        try (StepMachine machine = machine(g3(), optimizer, BatchNormMode.ABSENT)) {
            steps(machine, 0, rate);
            OptimizerState.Values values = machine.values();
            near(golden.get(name), values.parameters(), 1e-6, name);
            if (first != null) {
                near(golden.get(name + "." + first), values.first(), 1e-6, first);
            }
            if (optimizer.adaptive()) {
                near(golden.get(name + ".exp_avg_sq"), values.second(), 1e-6, "exp_avg_sq");
            }
        }
    }

    @Test
    void eightEpochsOfMomentumEndInTheStoredCheckpoint() {
        try (StepMachine machine = machine(g3(), new Optimizer.Momentum(0.9, 0), BatchNormMode.ABSENT)) {
            for (int epoch = 0; epoch < 8; epoch++) {
                steps(machine, epoch, 0.05);
            }
            Tensor expected = Tensor.of(named("ckpt_s0.", g3()), 3898);
            near(expected, machine.values().parameters(), 1e-6, "checkpoint");
        }
    }

    @Test
    void twoHundredFullBatchStepsEndInTheStoredCheckpoint() {
        checkpoints.putAll(NpzFile.readAll(resource("attribution/g1/checkpoints.npz")));
        Network zoo = Architecture.LOGISTIC_REGRESSION.build(Shape.of(1, 28, 28), 10, true, 0);
        Network start = zoo.withParameters(Map.of(
                "fc.weight", checkpoints.get("init_s0.linear.weight"),
                "fc.bias", checkpoints.get("init_s0.linear.bias")));
        try (StepMachine machine = machine(start, new Optimizer.Sgd(0), BatchNormMode.ABSENT)) {
            int[] all = IntStream.range(0, 1000).toArray();
            for (int step = 0; step < 200; step++) {
                machine.step(train.batch(all), train.labels(), 0.1);
            }
            float[] expected = ParameterGroup.join(
                    ParameterGroup.ofParameters(start),
                    Map.of(
                            "fc.weight", checkpoints.get("ckpt_s0.linear.weight"),
                            "fc.bias", checkpoints.get("ckpt_s0.linear.bias")));
            near(Tensor.of(expected, 7850), machine.values().parameters(), 1e-6, "checkpoint");
        }
    }

    @Test
    void batchNormalisationLearnsAndFollowsItsBatches() {
        try (StepMachine machine = machine(normalised(), new Optimizer.Sgd(0), BatchNormMode.BATCH)) {
            steps(machine, 0, 0.05);
            near(golden.get("bn"), machine.values().parameters(), 1e-6, "parameters");
            double[] mean = golden.get("bn.running_mean").doubles();
            double[] variance = golden.get("bn.running_var").doubles();
            double[] both = Arrays.copyOf(mean, 8);
            System.arraycopy(variance, 0, both, 4, 4);
            near(Tensor.of(both, 8), Tensor.of(machine.buffers(), 8), 1e-6, "running statistics");
        }
    }

    @Test
    void fixedBatchNormalisationKeepsItsStatistics() {
        try (StepMachine machine = machine(normalised(), new Optimizer.Sgd(0), BatchNormMode.FIXED)) {
            steps(machine, 0, 0.05);
            near(Tensor.of(new double[] {0, 0, 0, 0, 1, 1, 1, 1}, 8), Tensor.of(machine.buffers(), 8), 0, "statistics");
        }
    }

    private static void steps(StepMachine machine, int epoch, double rate) {
        long[] order = checkpoints.get("perm_s0").longs();
        for (int batch = 0; batch < 20; batch++) {
            int from = epoch * 1000 + batch * 50;
            int[] rows = Arrays.stream(order, from, from + 50)
                    .mapToInt(Math::toIntExact)
                    .toArray();
            int[] labels = Arrays.stream(rows).map(train::label).toArray();
            machine.step(train.batch(rows), labels, rate);
        }
    }

    private static StepMachine machine(Network network, Optimizer optimizer, BatchNormMode batchNorm) {
        float[] start = ParameterGroup.join(ParameterGroup.ofParameters(network), network.parameters());
        double[] buffers = Tensor.of(
                        ParameterGroup.join(ParameterGroup.ofBuffers(network), network.buffers()),
                        network.buffers().isEmpty() ? 0 : 8)
                .toFloat64()
                .doubles();
        return new StepMachine(
                engine, network, optimizer, batchNorm, OptimizerState.Values.start(optimizer, start), buffers);
    }

    private static Network g3() {
        Network zoo = Architecture.TINY_CNN.build(Shape.of(1, 28, 28), 10, true, 0);
        return zoo.withParameters(ParameterGroup.split(ParameterGroup.ofParameters(zoo), named("init_s0.", zoo)));
    }

    private static float[] named(String prefix, Network network) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        network.parameters().keySet().forEach(name -> weights.put(name, checkpoints.get(prefix + name)));
        return ParameterGroup.join(ParameterGroup.ofParameters(network), weights);
    }

    /** Convolution, batch normalisation, ReLU, linear: as in the script that made the reference. */
    private static Network normalised() {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (String name : List.of("0.weight", "0.bias", "1.weight", "1.bias", "4.weight", "4.bias")) {
            parameters.put(name, golden.get("bn_start." + name));
        }
        Map<String, Tensor> buffers = new LinkedHashMap<>();
        for (String name : List.of("1.running_mean", "1.running_var")) {
            buffers.put(name, golden.get("bn_start." + name));
        }
        Shape inner = Shape.of(4, 12, 12);
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node("input", new Op.Input(), List.of(), Shape.of(1, 28, 28)));
        nodes.add(new Node(
                "0",
                new Op.Conv2d("0.weight", "0.bias", Op.Pair.of(2), Op.Pair.of(0), Op.Pair.of(1), 1),
                List.of(0),
                inner));
        nodes.add(new Node(
                "1",
                new Op.BatchNorm("1.weight", "1.bias", "1.running_mean", "1.running_var", 1e-5),
                List.of(1),
                inner));
        nodes.add(new Node("2", new Op.Relu(), List.of(2), inner));
        nodes.add(new Node("3", new Op.Reshape(), List.of(3), Shape.of(576)));
        nodes.add(new Node("4", new Op.Linear("4.weight", "4.bias"), List.of(4), Shape.of(10)));
        return new Network(nodes, 5, parameters, buffers);
    }

    private static void near(Tensor expected, Tensor actual, double tolerance, String what) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.size(); i++) {
            difference = Math.max(difference, Math.abs(expected.get(i) - actual.get(i)));
            size = Math.max(size, Math.abs(expected.get(i)));
        }
        assertTrue(difference <= tolerance * size, what + " differs by " + difference / size + " of the largest");
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(OptimizerGoldenTest.class.getResource("/goldens/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Pixel / 255 in float64, as the reference has it: over many steps ReLUs magnify what float32 rounds away. */
    private record Pixels(ImageDataset images) implements ModelInputs {

        @Override
        public int size() {
            return images.size();
        }

        @Override
        public Shape shape() {
            return Shape.of(1, 28, 28);
        }

        @Override
        public Tensor batch(int... indices) {
            double[] values = new double[indices.length * 784];
            for (int i = 0; i < indices.length; i++) {
                byte[] pixels = images.picture(indices[i]).pixels();
                for (int at = 0; at < 784; at++) {
                    values[i * 784 + at] = (pixels[at] & 0xff) / 255.0;
                }
            }
            return Tensor.of(values, indices.length, 1, 28, 28);
        }
    }
}
