package dev.whence.engine.model.zoo;

import dev.whence.engine.BadInputException;
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

/**
 * Adds layers one on another. Each method takes and gives the position of a value and names the layer; weights are zero
 * until {@link StartingWeights} draws them.
 */
final class LayerStack {

    private static final double BATCH_NORM_EPSILON = 1e-5;

    private final boolean biases;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();

    /** @param biases whether convolutions and linear layers get one unless said otherwise */
    LayerStack(Shape input, boolean biases) {
        this.biases = biases;
        nodes.add(new Node("input", new Op.Input(), List.of(), input));
    }

    Network finish() {
        return new Network(nodes, nodes.size() - 1, parameters, buffers);
    }

    Shape shape(int position) {
        return nodes.get(position).shape();
    }

    int conv(String name, int from, int channels, int kernel, int stride, int padding) {
        return conv(name, from, channels, kernel, stride, padding, biases);
    }

    int conv(String name, int from, int channels, int kernel, int stride, int padding, boolean bias) {
        Shape shape = shape(from);
        parameter(name + ".weight", channels, shape.dim(0), kernel, kernel);
        if (bias) {
            parameter(name + ".bias", channels);
        }
        Op op = new Op.Conv2d(
                name + ".weight", bias ? name + ".bias" : null, Pair.of(stride), Pair.of(padding), Pair.of(1), 1);
        int height = windows(name, shape.dim(1), kernel, stride, padding);
        return add(name, op, Shape.of(channels, height, windows(name, shape.dim(2), kernel, stride, padding)), from);
    }

    int linear(String name, int from, int outputs) {
        return linear(name, from, outputs, biases);
    }

    int linear(String name, int from, int outputs, boolean bias) {
        int[] sizes = shape(from).toArray();
        parameter(name + ".weight", outputs, sizes[sizes.length - 1]);
        if (bias) {
            parameter(name + ".bias", outputs);
        }
        sizes[sizes.length - 1] = outputs;
        return add(name, new Op.Linear(name + ".weight", bias ? name + ".bias" : null), Shape.of(sizes), from);
    }

    int batchNorm(String name, int from) {
        int channels = shape(from).dim(0);
        parameter(name + ".weight", channels);
        parameter(name + ".bias", channels);
        buffer(name + ".running_mean", 0, channels);
        buffer(name + ".running_var", 1, channels);
        Op op = new Op.BatchNorm(
                name + ".weight", name + ".bias", name + ".running_mean", name + ".running_var", BATCH_NORM_EPSILON);
        return add(name, op, shape(from), from);
    }

    int relu(String name, int from) {
        return add(name, new Op.Relu(), shape(from), from);
    }

    int maxPool(String name, int from, int kernel, int stride, int padding) {
        Shape shape = shape(from);
        Op op = new Op.MaxPool2d(Pair.of(kernel), Pair.of(stride), Pair.of(padding), Pair.of(1), false);
        int height = windows(name, shape.dim(1), kernel, stride, padding);
        int width = windows(name, shape.dim(2), kernel, stride, padding);
        return add(name, op, Shape.of(shape.dim(0), height, width), from);
    }

    int averageAll(String name, int from) {
        return add(
                name, new Op.AdaptiveAvgPool2d(Pair.of(1)), Shape.of(shape(from).dim(0), 1, 1), from);
    }

    int maxAll(String name, int from) {
        return add(
                name, new Op.AdaptiveMaxPool2d(Pair.of(1)), Shape.of(shape(from).dim(0), 1, 1), from);
    }

    int flatten(String name, int from) {
        return reshape(name, from, Math.toIntExact(shape(from).size()));
    }

    int reshape(String name, int from, int... sizes) {
        return add(name, new Op.Reshape(), Shape.of(sizes), from);
    }

    int sum(String name, int left, int right) {
        return add(name, new Op.Add(), shape(left), left, right);
    }

    /** Product of two values that broadcast to the given sizes. */
    int product(String name, int left, int right, int... sizes) {
        return add(name, new Op.Multiply(), Shape.of(sizes), left, right);
    }

    /** Sum over one axis of the value, counted without the batch. */
    int sumOver(String name, int from, int axis) {
        int[] sizes = shape(from).toArray();
        int count = sizes[axis];
        int[] left = new int[sizes.length - 1];
        for (int i = 0; i < left.length; i++) {
            left[i] = sizes[i < axis ? i : i + 1];
        }
        int mean = add(name + "/mean", new Op.Mean(List.of(axis + 1), false), Shape.of(left), from);
        return scale(name, mean, count);
    }

    int scale(String name, int from, double factor) {
        buffer(name + ".factor", factor, 1);
        return add(name, new Op.Affine(name + ".factor", null), shape(from), from);
    }

    int softmax(String name, int from, int axis) {
        return add(name, new Op.Softmax(axis + 1), shape(from), from);
    }

    int swap(String name, int from, int first, int second) {
        int[] sizes = shape(from).toArray();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i <= sizes.length; i++) {
            order.add(i == first + 1 ? second + 1 : i == second + 1 ? first + 1 : i);
        }
        int moved = sizes[first];
        sizes[first] = sizes[second];
        sizes[second] = moved;
        return add(name, new Op.Permute(order), Shape.of(sizes), from);
    }

    /** The last entry of an axis counted without the batch; the axis stays, with size 1. */
    int last(String name, int from, int axis) {
        int[] sizes = shape(from).toArray();
        int size = sizes[axis];
        sizes[axis] = 1;
        return add(name, new Op.Slice(axis + 1, size - 1, size, 1), Shape.of(sizes), from);
    }

    private int add(String name, Op op, Shape shape, Integer... inputs) {
        nodes.add(new Node(name, op, Arrays.asList(inputs), shape));
        return nodes.size() - 1;
    }

    private void parameter(String name, int... shape) {
        parameters.put(name, filled(0, shape));
    }

    private void buffer(String name, double value, int... shape) {
        buffers.put(name, filled(value, shape));
    }

    private static Tensor filled(double value, int... shape) {
        float[] values = new float[Math.toIntExact(Shape.of(shape).size())];
        Arrays.fill(values, (float) value);
        return Tensor.of(values, shape);
    }

    private int windows(String name, int size, int kernel, int stride, int padding) {
        int room = size + 2 * padding - kernel;
        if (room < 0) {
            throw new BadInputException("Images of " + shape(0)
                    + " are too small for this architecture: nothing is left of them at its layer " + name
                    + "; choose another architecture or enlarge the images with resize.");
        }
        return room / stride + 1;
    }
}
