package dev.whence.engine.attribution;

import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.FeaturePass;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Small pictures of three classes, each a bright spot at its own place, a small network trained on them, and an unusual
 * picture with the spots of two classes whose copies can be planted among the training images.
 */
final class PlantedImages {

    static final int CLASSES = 3;

    /** Class of the unusual picture. */
    static final int LABEL = 0;

    private static final int SIDE = 8;

    private static final int IMAGES = 60;

    private static final int STEPS = 150;

    private final ExecutionEngine engine;
    private final List<Network> checkpoints;

    PlantedImages(ExecutionEngine engine) {
        this.engine = engine;
        this.checkpoints = trained(engine);
    }

    private record Pictures(double[] pixels, int size) implements ModelInputs {

        @Override
        public Shape shape() {
            return Shape.of(1, SIDE, SIDE);
        }

        @Override
        public Tensor batch(int... indices) {
            int values = SIDE * SIDE;
            double[] chosen = new double[indices.length * values];
            for (int i = 0; i < indices.length; i++) {
                System.arraycopy(pixels, indices[i] * values, chosen, i * values, values);
            }
            return Tensor.of(chosen, indices.length, 1, SIDE, SIDE);
        }
    }

    /**
     * The training images in the given order, followed by copies of the unusual picture.
     *
     * @param order positions among the training images
     * @param copies a label for each copy
     */
    AttributionTask task(ExecutionEngine on, int[] order, int... copies) {
        int n = order.length + copies.length;
        double[] pixels = new double[n * SIDE * SIDE];
        long[] labels = new long[n];
        for (int i = 0; i < order.length; i++) {
            draw(pixels, i, order[i], order[i] % CLASSES);
            labels[i] = order[i] % CLASSES;
        }
        for (int i = 0; i < copies.length; i++) {
            drawUnusual(pixels, order.length + i);
            labels[order.length + i] = copies[i];
        }
        Network last = checkpoints.get(checkpoints.size() - 1);
        return new AttributionTask(checkpoints, 7, represent(on, last, pixels, labels), 7, on);
    }

    AttributionTask task(int... copies) {
        return task(engine, IntStream.range(0, IMAGES).toArray(), copies);
    }

    static int[] reversed() {
        return IntStream.range(0, IMAGES).map(i -> IMAGES - 1 - i).toArray();
    }

    /** The unusual picture and two usual ones that are not among the training images. */
    Representations tests(ExecutionEngine on) {
        double[] pixels = new double[3 * SIDE * SIDE];
        drawUnusual(pixels, 0);
        draw(pixels, 1, IMAGES + 1, 1);
        draw(pixels, 2, IMAGES + 2, 2);
        return represent(on, checkpoints.get(checkpoints.size() - 1), pixels, new long[] {LABEL, 1, 2});
    }

    private static void draw(double[] pixels, int at, int number, int label) {
        int[] corner = {9, 13, 42};
        for (int p = 0; p < SIDE * SIDE; p++) {
            pixels[at * SIDE * SIDE + p] = 0.3 * SplitMix.uniform(number, p);
        }
        spot(pixels, at, corner[label], 0.7 + 0.3 * SplitMix.uniform(number, 1000));
    }

    private static void drawUnusual(double[] pixels, int at) {
        for (int p = 0; p < SIDE * SIDE; p++) {
            pixels[at * SIDE * SIDE + p] = (p + p / SIDE) % 2;
        }
        spot(pixels, at, 9, 1.4);
        spot(pixels, at, 13, 1.4);
    }

    private static void spot(double[] pixels, int at, int corner, double brightness) {
        for (int p : new int[] {corner, corner + 1, corner + SIDE, corner + SIDE + 1}) {
            pixels[at * SIDE * SIDE + p] = brightness;
        }
    }

    private static Representations represent(ExecutionEngine on, Network network, double[] pixels, long[] labels) {
        ModelInputs inputs = new Pictures(pixels, labels.length);
        try (NetworkRunner runner = on.load(network)) {
            FeaturePass.Result result = new FeaturePass(runner, 6).run(inputs, Progress.none());
            return new Representations(inputs, Tensor.of(labels, labels.length), result.features(), result.logits());
        }
    }

    /** Two states of plain gradient descent on the usual images. */
    private static List<Network> trained(ExecutionEngine engine) {
        Network network = untrained();
        double[] pixels = new double[IMAGES * SIDE * SIDE];
        long[] labels = new long[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            draw(pixels, i, i, i % CLASSES);
            labels[i] = i % CLASSES;
        }
        Representations train = represent(engine, network, pixels, labels);
        List<Network> states = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            network = afterStep(engine, network, train);
            if (step == STEPS / 2 || step == STEPS - 1) {
                states.add(network);
            }
        }
        return states;
    }

    private static Network afterStep(ExecutionEngine engine, Network network, Representations train) {
        List<String> names = List.copyOf(network.parameters().keySet());
        double[][] mean = new double[1][];
        try (GradientRows gradients = new GradientRows(engine, network, 7, names)) {
            gradients.train(OutputFunction.LOSS, train, Progress.none(), (from, rows) -> {
                DeviceArray sum = rows.sum(false, 0);
                mean[0] = sum.toHost().toFloat64().doubles().clone();
            });
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        int at = 0;
        for (String name : names) {
            Tensor before = network.tensor(name);
            double[] values = new double[before.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = before.get(i) - 0.5 * mean[0][at++] / train.size();
            }
            weights.put(name, Tensor.of(values, before.shape().toArray()));
        }
        return network.withParameters(weights);
    }

    private static Network untrained() {
        List<Node> nodes = List.of(
                new Node("input", new Op.Input(), List.of(), Shape.of(1, SIDE, SIDE)),
                new Node(
                        "conv",
                        new Op.Conv2d("conv.weight", "conv.bias", Op.Pair.of(1), Op.Pair.of(0), Op.Pair.of(1), 1),
                        List.of(0),
                        Shape.of(3, 6, 6)),
                new Node("relu1", new Op.Relu(), List.of(1), Shape.of(3, 6, 6)),
                new Node("pool", pool(), List.of(2), Shape.of(3, 3, 3)),
                new Node("flat", new Op.Reshape(), List.of(3), Shape.of(27)),
                new Node("fc1", new Op.Linear("fc1.weight", "fc1.bias"), List.of(4), Shape.of(12)),
                new Node("relu2", new Op.Relu(), List.of(5), Shape.of(12)),
                new Node("fc2", new Op.Linear("fc2.weight", "fc2.bias"), List.of(6), Shape.of(CLASSES)));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("conv.weight", random(1, 0.3, 3, 1, 3, 3));
        weights.put("conv.bias", random(2, 0.1, 3));
        weights.put("fc1.weight", random(3, 0.25, 12, 27));
        weights.put("fc1.bias", random(4, 0.1, 12));
        weights.put("fc2.weight", random(5, 0.3, CLASSES, 12));
        weights.put("fc2.bias", random(6, 0.1, CLASSES));
        return new Network(nodes, 7, weights, Map.of());
    }

    private static Op pool() {
        Op.Pair two = Op.Pair.of(2);
        return new Op.MaxPool2d(two, two, Op.Pair.of(0), Op.Pair.of(1), false);
    }

    private static Tensor random(long seed, double scale, int... shape) {
        double[] values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * SplitMix.normal(seed, i);
        }
        return Tensor.of(values, shape);
    }
}
