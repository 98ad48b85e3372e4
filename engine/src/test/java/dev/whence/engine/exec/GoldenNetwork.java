package dev.whence.engine.exec;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
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

/** Trained networks with inputs and the results that PyTorch gave in float64. */
record GoldenNetwork(Network network, int featureNode, Tensor input, Tensor logits, Tensor features) {

    static GoldenNetwork read(String name) {
        Map<String, Tensor> arrays = NpzFile.readAll(resource(name + ".npz"));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        arrays.forEach((key, value) -> {
            if (key.startsWith("weight:")) {
                weights.put(key.substring("weight:".length()), value);
            }
        });
        Tensor input = arrays.get("input");
        Layers layers = new Layers(input.shape().dropFirst(), weights.containsKey("conv1.bias"));
        if (name.equals("m4")) {
            colourNetwork(layers);
        } else {
            greyNetwork(layers);
        }
        int last = layers.nodes.size() - 1;
        Network network = new Network(layers.nodes, last, weights, Map.of());
        return new GoldenNetwork(network, last - 1, input, arrays.get("logits"), arrays.get("features"));
    }

    static Path resource(String file) {
        try {
            return Path.of(Objects.requireNonNull(GoldenNetwork.class.getResource(file))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void greyNetwork(Layers layers) {
        layers.conv(1, 16);
        layers.relu();
        layers.pool();
        layers.conv(2, 24);
        layers.relu();
        layers.pool();
        layers.add(new Op.Reshape(), Shape.of(1176));
        layers.linear("fc1", 64);
        layers.relu();
        layers.linear("fc2", 10);
    }

    private static void colourNetwork(Layers layers) {
        int[] widths = {32, 32, 64, 64, 96};
        for (int i = 1; i <= 5; i++) {
            layers.conv(i, widths[i - 1]);
            String bn = "bn" + i;
            layers.add(
                    new Op.BatchNorm(bn + ".weight", bn + ".bias", bn + ".running_mean", bn + ".running_var", 1e-5),
                    layers.shape());
            layers.relu();
            if (i != 1 && i != 3) {
                layers.pool();
            }
        }
        layers.add(new Op.AdaptiveAvgPool2d(Pair.of(1)), Shape.of(96, 1, 1));
        layers.add(new Op.Reshape(), Shape.of(96));
        layers.linear("fc", 10);
    }

    /** Builds a chain of layers. */
    private static final class Layers {
        private final List<Node> nodes = new ArrayList<>();
        private final boolean biases;

        Layers(Shape input, boolean biases) {
            this.biases = biases;
            nodes.add(new Node("input", new Op.Input(), List.of(), input));
        }

        Shape shape() {
            return nodes.get(nodes.size() - 1).shape();
        }

        void add(Op op, Shape shape) {
            nodes.add(new Node("layer" + nodes.size(), op, List.of(nodes.size() - 1), shape));
        }

        void conv(int number, int channels) {
            String name = "conv" + number;
            Pair one = Pair.of(1);
            add(
                    new Op.Conv2d(name + ".weight", biases ? name + ".bias" : null, one, one, one, 1),
                    Shape.of(channels, shape().dim(1), shape().dim(2)));
        }

        void linear(String name, int width) {
            add(new Op.Linear(name + ".weight", biases ? name + ".bias" : null), Shape.of(width));
        }

        void relu() {
            add(new Op.Relu(), shape());
        }

        void pool() {
            Pair two = Pair.of(2);
            add(
                    new Op.MaxPool2d(two, two, Pair.of(0), Pair.of(1), false),
                    Shape.of(shape().dim(0), shape().dim(1) / 2, shape().dim(2) / 2));
        }
    }
}
