package dev.whence.engine.exec;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.relevance.GraphBuilder;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small networks with random weights in which every kind of layer with parameters occurs, and random batches. */
final class RandomNetworks {

    static final int CLASSES = 4;

    private RandomNetworks() {}

    /** Each kind of layer with weights between a linear layer and a linear classifier; all its weights are parameters. */
    static Map<String, Network> ofEveryWeightedLayer(long seed) {
        Map<String, Network> networks = new LinkedHashMap<>();
        for (LayerCase layer : LayerCase.all()) {
            if (!layer.weights().isEmpty()) {
                networks.put(layer.title(), around(layer, seed));
            }
        }
        networks.put("one linear layer twice", twice(seed, true));
        networks.put("one weight with two biases", twice(seed, false));
        networks.put("residual mixture", mixture(seed));
        return networks;
    }

    private static Network around(LayerCase layer, long seed) {
        Random random = new Random(seed);
        int entering = Math.toIntExact(layer.inputs().get(0).size());
        int leaving = Math.toIntExact(layer.result().size());
        List<Node> nodes = List.of(
                new Node("input", new Op.Input(), List.of(), Shape.of(6)),
                new Node("first", new Op.Linear("first.weight", "first.bias"), List.of(0), Shape.of(entering)),
                new Node("silu", new Op.Silu(), List.of(1), Shape.of(entering)),
                new Node("shaped", new Op.Reshape(), List.of(2), layer.inputs().get(0)),
                new Node("layer", layer.op(), List.of(3), layer.result()),
                new Node("flat", new Op.Reshape(), List.of(4), Shape.of(leaving)),
                new Node("last", new Op.Linear("last.weight", "last.bias"), List.of(5), Shape.of(CLASSES)));
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("first.weight", uniform(random, entering, 6));
        parameters.put("first.bias", uniform(random, entering));
        Map<String, Tensor> buffers = new LinkedHashMap<>();
        layer.weights().forEach((name, shape) -> {
            Tensor values = uniform(random, shape.toArray());
            if (name.equals("var")) {
                double[] positive =
                        Arrays.stream(values.doubles()).map(v -> 0.5 + v * v).toArray();
                buffers.put(name, Tensor.of(positive, shape.toArray()));
            } else if (name.equals("mean")) {
                buffers.put(name, values);
            } else {
                parameters.put(name, values);
            }
        });
        parameters.put("last.weight", uniform(random, CLASSES, leaving));
        parameters.put("last.bias", uniform(random, CLASSES));
        return new Network(nodes, 6, parameters, buffers);
    }

    private static Network twice(long seed, boolean sameBias) {
        Random random = new Random(seed);
        List<Node> nodes = List.of(
                new Node("input", new Op.Input(), List.of(), Shape.of(6)),
                new Node("a", new Op.Linear("w", "b"), List.of(0), Shape.of(6)),
                new Node("tanh", new Op.Tanh(), List.of(1), Shape.of(6)),
                new Node("b", new Op.Linear("w", sameBias ? "b" : "c"), List.of(2), Shape.of(6)),
                new Node("last", new Op.Linear("v", null), List.of(3), Shape.of(CLASSES)));
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("w", uniform(random, 6, 6));
        parameters.put("b", uniform(random, 6));
        if (!sameBias) {
            parameters.put("c", uniform(random, 6));
        }
        parameters.put("v", uniform(random, CLASSES, 6));
        return new Network(nodes, 4, parameters, Map.of());
    }

    private static Network mixture(long seed) {
        GraphBuilder graph = new GraphBuilder(seed, 6);
        int image = graph.add(new Op.Reshape(), Shape.of(2, 1, 3), 0);
        int wide = graph.norm(graph.conv(image, 4, 3, 1, true));
        int narrow = graph.conv(graph.same(new Op.Silu(), wide), 4, 1, 2, false);
        int joined = graph.same(new Op.Add(), wide, narrow);
        int deep = graph.conv(graph.relu(joined), 4, 3, 4, true);
        graph.linear(graph.pooled(graph.same(new Op.Add(), deep, joined)), CLASSES, true);
        return graph.build();
    }

    /** {@code [count, 6]}, what all these networks take. */
    static Tensor batch(long seed, int count) {
        return uniform(new Random(seed), count, 6);
    }

    /** One class for each image, drawn at random. */
    static Tensor classes(long seed, int count) {
        Random random = new Random(seed);
        double[] rows = new double[count * CLASSES];
        for (int i = 0; i < count; i++) {
            rows[i * CLASSES + random.nextInt(CLASSES)] = 1;
        }
        return Tensor.of(rows, count, CLASSES);
    }

    static Tensor uniform(Random random, int... shape) {
        return Tensor.of(random.doubles(Shape.of(shape).size(), -1, 1).toArray(), shape);
    }

    static List<String> allButSome(Network network) {
        List<String> names = new ArrayList<>(network.parameters().keySet());
        names.remove(names.size() - 1);
        names.add(names.remove(0));
        return names;
    }
}
