package dev.whence.engine.relevance;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.relevance.HeatmapTask.InputRange;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The networks behind the stored relevance maps, put together by hand from their weights. */
public final class GoldenModels {

    private GoldenModels() {}

    /** A stored file. */
    public static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(GoldenModels.class.getResource("/goldens/relevance/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The model of that name: m1, m2 or m4. */
    public static Network network(String model) {
        return switch (model) {
            case "m1" -> fashion("m1_fmnist-cnn_weights.npz");
            case "m2" -> fashion("m2_fmnist-xcnn_weights.npz");
            default -> cifar();
        };
    }

    /** The values of black and white after the model's preprocessing. */
    public static InputRange range(String model) {
        float[] mean = model.equals("m4") ? new float[] {0.4914f, 0.4822f, 0.4465f} : new float[] {0.2860f};
        float[] std = model.equals("m4") ? new float[] {0.2470f, 0.2435f, 0.2616f} : new float[] {0.3530f};
        if (model.equals("m2")) {
            mean = new float[] {0};
            std = new float[] {1};
        }
        float[] low = new float[mean.length];
        float[] high = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            low[c] = (0 - mean[c]) / std[c];
            high[c] = (1 - mean[c]) / std[c];
        }
        return new InputRange(Tensor.of(low, low.length), Tensor.of(high, high.length));
    }

    /** Over images: largest absolute difference over the image's largest absolute value. */
    public static double worstError(Tensor actual, Tensor expected) {
        int n = expected.shape().dim(0);
        int size = expected.size() / n;
        double worst = 0;
        for (int i = 0; i < n; i++) {
            double largest = 0;
            double difference = 0;
            for (int p = i * size; p < (i + 1) * size; p++) {
                largest = Math.max(largest, Math.abs(expected.get(p)));
                difference = Math.max(difference, Math.abs(expected.get(p) - actual.get(p)));
            }
            worst = Math.max(worst, difference / largest);
        }
        return worst;
    }

    /** {@code [n, c, h, w]} to {@code [n, h, w]}. */
    public static Tensor sumOverChannels(Tensor map) {
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

    /** Fashion-MNIST: two convolutions, two fully connected layers. */
    private static Network fashion(String weightsFile) {
        Builder net = new Builder(NpzFile.readAll(file(weightsFile)), Shape.of(1, 28, 28));
        net.conv("conv1", 16, 28).then("relu1", new Op.Relu());
        net.pool("pool1", 16, 14).conv("conv2", 24, 14).then("relu2", new Op.Relu());
        net.pool("pool2", 24, 7).add("flatten", new Op.Reshape(), Shape.of(24 * 7 * 7));
        net.linear("fc1", 64).then("relu3", new Op.Relu()).linear("fc2", 10);
        return net.build();
    }

    /** CIFAR-10: VGG style with batch normalisation and global average pooling. */
    private static Network cifar() {
        Builder net = new Builder(NpzFile.readAll(file("m4_cifar-vgg-bn_weights.npz")), Shape.of(3, 32, 32));
        net.conv("conv1", 32, 32).norm("bn1").then("relu1", new Op.Relu());
        net.conv("conv2", 32, 32).norm("bn2").then("relu2", new Op.Relu()).pool("pool1", 32, 16);
        net.conv("conv3", 64, 16).norm("bn3").then("relu3", new Op.Relu());
        net.conv("conv4", 64, 16).norm("bn4").then("relu4", new Op.Relu()).pool("pool2", 64, 8);
        net.conv("conv5", 96, 8).norm("bn5").then("relu5", new Op.Relu()).pool("pool3", 96, 4);
        net.add("gap", new Op.AdaptiveAvgPool2d(Pair.of(1)), Shape.of(96, 1, 1));
        net.add("flatten", new Op.Reshape(), Shape.of(96)).linear("fc", 10);
        return net.build();
    }

    private static final class Builder {

        private final Map<String, Tensor> weights;
        private final Map<String, Tensor> parameters = new LinkedHashMap<>();
        private final Map<String, Tensor> buffers = new LinkedHashMap<>();
        private final List<Node> nodes = new ArrayList<>();

        Builder(Map<String, Tensor> weights, Shape input) {
            this.weights = weights;
            nodes.add(new Node("input", new Op.Input(), List.of(), input));
        }

        Builder add(String name, Op op, Shape shape) {
            nodes.add(new Node(name, op, List.of(nodes.size() - 1), shape));
            return this;
        }

        Builder then(String name, Op op) {
            return add(name, op, nodes.get(nodes.size() - 1).shape());
        }

        Builder conv(String name, int channels, int size) {
            Op op = new Op.Conv2d(weight(name + ".weight"), biasOrNull(name), Pair.of(1), Pair.of(1), Pair.of(1), 1);
            return add(name, op, Shape.of(channels, size, size));
        }

        Builder linear(String name, int outputs) {
            return add(name, new Op.Linear(weight(name + ".weight"), biasOrNull(name)), Shape.of(outputs));
        }

        Builder pool(String name, int channels, int size) {
            Op op = new Op.MaxPool2d(Pair.of(2), Pair.of(2), Pair.of(0), Pair.of(1), false);
            return add(name, op, Shape.of(channels, size, size));
        }

        Builder norm(String name) {
            String mean = name + ".running_mean";
            String variance = name + ".running_var";
            buffers.put(mean, weights.get(mean));
            buffers.put(variance, weights.get(variance));
            return then(name, new Op.BatchNorm(weight(name + ".weight"), weight(name + ".bias"), mean, variance, 1e-5));
        }

        Network build() {
            return new Network(nodes, nodes.size() - 1, parameters, buffers);
        }

        private String weight(String name) {
            parameters.put(name, weights.get(name));
            return name;
        }

        private String biasOrNull(String layer) {
            return weights.containsKey(layer + ".bias") ? weight(layer + ".bias") : null;
        }
    }
}
