package dev.whence.engine.relevance;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Puts small networks with random weights together. Methods give the position of the new node. */
public final class GraphBuilder {

    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();

    public GraphBuilder(long seed, int... inputShape) {
        random = new Random(seed);
        nodes.add(new Node("input", new Op.Input(), List.of(), Shape.of(inputShape)));
    }

    public int add(Op op, Shape shape, Integer... inputs) {
        nodes.add(new Node(op.getClass().getSimpleName() + nodes.size(), op, List.of(inputs), shape));
        return nodes.size() - 1;
    }

    /** A layer that keeps the shape of its first input. */
    public int same(Op op, Integer... inputs) {
        return add(op, shape(inputs[0]), inputs);
    }

    /** A convolution of odd kernel that keeps the image's size. */
    public int conv(int input, int channels, int kernel, int groups, boolean bias) {
        Shape in = shape(input);
        String name = "conv" + nodes.size();
        weight(name + ".weight", channels, in.dim(0) / groups, kernel, kernel);
        if (bias) {
            weight(name + ".bias", channels);
        }
        Op op = new Op.Conv2d(
                name + ".weight", bias ? name + ".bias" : null, Pair.of(1), Pair.of(kernel / 2), Pair.of(1), groups);
        return add(op, Shape.of(channels, in.dim(1), in.dim(2)), input);
    }

    /** A convolution of kernel 3 without padding. */
    public int unpadded(int input, int channels) {
        Shape in = shape(input);
        String name = "conv" + nodes.size();
        weight(name + ".weight", channels, in.dim(0), 3, 3);
        Op op = new Op.Conv2d(name + ".weight", null, Pair.of(1), Pair.of(0), Pair.of(1), 1);
        return add(op, Shape.of(channels, in.dim(1) - 2, in.dim(2) - 2), input);
    }

    public int linear(int input, int outputs, boolean bias) {
        String name = "fc" + nodes.size();
        weight(name + ".weight", outputs, shape(input).dim(0));
        if (bias) {
            weight(name + ".bias", outputs);
        }
        return add(new Op.Linear(name + ".weight", bias ? name + ".bias" : null), Shape.of(outputs), input);
    }

    /** A batch normalisation that lowers values, so that no unit is active by its shift alone. */
    public int norm(int input) {
        String name = "bn" + nodes.size();
        int channels = shape(input).dim(0);
        parameters.put(name + ".weight", positive(channels));
        parameters.put(name + ".bias", negated(positive(channels)));
        buffers.put(name + ".mean", positive(channels));
        buffers.put(name + ".var", positive(channels));
        return same(new Op.BatchNorm(name + ".weight", name + ".bias", name + ".mean", name + ".var", 1e-5), input);
    }

    public int relu(int input) {
        return same(new Op.Relu(), input);
    }

    /** Average over each channel, as a vector. */
    public int pooled(int input) {
        int channels = shape(input).dim(0);
        int pool = add(new Op.AdaptiveAvgPool2d(Pair.of(1)), Shape.of(channels, 1, 1), input);
        return add(new Op.Reshape(), Shape.of(channels), pool);
    }

    public Shape shape(int node) {
        return nodes.get(node).shape();
    }

    public int last() {
        return nodes.size() - 1;
    }

    public void constant(String name, Tensor value) {
        buffers.put(name, value);
    }

    public Tensor positive(int... shape) {
        return Tensor.of(
                DoubleStream.generate(() -> 0.2 + 0.3 * random.nextDouble())
                        .limit(Shape.of(shape).size())
                        .toArray(),
                shape);
    }

    /** Normally distributed values. */
    public Tensor gaussian(int... shape) {
        return Tensor.of(
                DoubleStream.generate(random::nextGaussian)
                        .limit(Shape.of(shape).size())
                        .toArray(),
                shape);
    }

    public Network build() {
        return new Network(nodes, last(), parameters, buffers);
    }

    private static Tensor negated(Tensor values) {
        return Tensor.of(
                Arrays.stream(values.doubles()).map(v -> -v).toArray(),
                values.shape().toArray());
    }

    private void weight(String name, int... shape) {
        parameters.put(name, gaussian(shape));
    }
}
