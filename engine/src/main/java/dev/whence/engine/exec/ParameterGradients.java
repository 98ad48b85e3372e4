package dev.whence.engine.exec;

import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The gradient of one number per image by the network's parameters, image by image.
 *
 * <p>One backward pass gives the gradient at every layer's output; a weighted sum's gradient is then the product of that
 * with the layer's input. Other layers with parameters are differentiated image by image. Thread-safe.
 */
public final class ParameterGradients {

    private final NetworkRunner runner;
    private final int output;
    private final List<String> parameters;
    private final List<Integer> layers = new ArrayList<>();

    /**
     * @param runner of the network; not closed here
     * @param output the node whose values the number is made of
     * @param parameters names in the order of the result's columns
     */
    public ParameterGradients(NetworkRunner runner, int output, List<String> parameters) {
        this.runner = runner;
        this.output = output;
        this.parameters = List.copyOf(parameters);
        for (int node = 1; node <= output; node++) {
            if (runner.weightsOf(node).stream().anyMatch(this.parameters::contains)) {
                layers.add(node);
            }
        }
    }

    /** For all parameters of the network, in its own order. */
    public static ParameterGradients ofAll(NetworkRunner runner, int output) {
        return new ParameterGradients(
                runner, output, List.copyOf(runner.network().parameters().keySet()));
    }

    public List<String> parameters() {
        return parameters;
    }

    /** Number of columns: values of all chosen parameters. */
    public int size() {
        return Math.toIntExact(parameters.stream()
                .mapToLong(name -> runner.network().tensor(name).size())
                .sum());
    }

    /**
     * The gradients of a batch.
     *
     * @param scope owns the result
     * @param batch network input, {@code [n, c, h, w]}
     * @param seed from the output's values {@code [n, k]} to the derivative of each image's number by its row
     * @return {@code [n, parameters]}, each parameter row-major
     */
    public DeviceArray rows(Scope scope, Tensor batch, UnaryOperator<DeviceArray> seed) {
        try (Scope work = scope.open()) {
            List<DeviceArray> values = forward(work, batch);
            int count = layers.size();
            DeviceArray logits = values.get(2 * count);
            List<DeviceArray> outputs = values.subList(count, 2 * count);
            List<DeviceArray> gradients =
                    Autograd.gradients(List.of(logits), outputs, List.of(seed.apply(work.constant(logits))), false);
            Map<String, DeviceArray> blocks = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                DeviceArray input = work.constant(values.get(i));
                layerGradients(work, layers.get(i), input, gradients.get(i))
                        .forEach((name, block) -> blocks.merge(name, block, DeviceArray::add));
            }
            int images = batch.shape().dim(0);
            List<DeviceArray> columns = new ArrayList<>();
            for (String name : parameters) {
                DeviceArray block = blocks.get(name);
                columns.add(
                        block == null
                                ? work.full(
                                        0, images, runner.network().tensor(name).size())
                                : block);
            }
            return scope.keep(DeviceArray.concat(1, columns));
        }
    }

    /** Inputs of all layers with parameters, then their outputs, then the network's output. */
    private List<DeviceArray> forward(Scope work, Tensor batch) {
        int count = layers.size();
        int[] wanted = new int[2 * count + 1];
        for (int i = 0; i < count; i++) {
            wanted[i] = runner.network().nodes().get(layers.get(i)).inputs().get(0);
            wanted[count + i] = layers.get(i);
        }
        wanted[2 * count] = output;
        return runner.evaluate(work.variable(work.of(batch)), wanted);
    }

    private Map<String, DeviceArray> layerGradients(Scope work, int position, DeviceArray x, DeviceArray g) {
        Node node = runner.network().nodes().get(position);
        Map<String, DeviceArray> found = new HashMap<>();
        if (node.op() instanceof Op.Linear linear) {
            DeviceArray rows = flat(x);
            DeviceArray sums = flat(g);
            put(found, linear.weight(), sums.transpose(1, 2).matmul(rows));
            if (linear.bias() != null) {
                put(found, linear.bias(), sums.sum(false, 1));
            }
        } else if (node.op() instanceof Op.Conv2d conv) {
            put(found, conv.weight(), convolution(conv, x, g));
            if (conv.bias() != null) {
                put(found, conv.bias(), g.sum(false, 2, 3));
            }
        } else {
            imageByImage(work, position, x, g).forEach((name, block) -> put(found, name, block));
        }
        return found;
    }

    /** {@code [n, rows, columns]}: any axes between the first and the last become one. */
    private static DeviceArray flat(DeviceArray array) {
        Shape shape = array.shape();
        return array.reshape(shape.dim(0), -1, shape.dim(-1));
    }

    private DeviceArray convolution(Op.Conv2d conv, DeviceArray x, DeviceArray g) {
        Shape kernel = runner.network().tensor(conv.weight()).shape();
        int n = x.shape().dim(0);
        int groups = conv.groups();
        DeviceArray windows = x.windows(kernel.dim(2), kernel.dim(3), Convolution.of(conv))
                .reshape(n, groups, kernel.dim(1) * kernel.dim(2) * kernel.dim(3), -1);
        DeviceArray sums = g.reshape(n, groups, kernel.dim(0) / groups, -1);
        return sums.matmul(windows.transpose(2, 3));
    }

    private Map<String, DeviceArray> imageByImage(Scope work, int position, DeviceArray x, DeviceArray g) {
        List<String> names = runner.weightsOf(position).stream()
                .filter(parameters::contains)
                .distinct()
                .toList();
        Map<String, List<DeviceArray>> rows = new LinkedHashMap<>();
        for (int i = 0; i < x.shape().dim(0); i++) {
            Map<String, DeviceArray> variables = new HashMap<>();
            names.forEach(name -> variables.put(name, work.variable(runner.weight(name))));
            DeviceArray image = x.slice(0, i, i + 1);
            DeviceArray value =
                    runner.apply(position, List.of(image), name -> variables.getOrDefault(name, runner.weight(name)));
            List<DeviceArray> found = Autograd.gradients(
                    List.of(value), List.copyOf(variables.values()), List.of(g.slice(0, i, i + 1)), false);
            int at = 0;
            for (String name : variables.keySet()) {
                rows.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(found.get(at++).reshape(1, -1));
            }
        }
        Map<String, DeviceArray> blocks = new HashMap<>();
        rows.forEach((name, list) -> blocks.put(name, DeviceArray.concat(0, list)));
        return blocks;
    }

    private void put(Map<String, DeviceArray> found, String name, DeviceArray gradient) {
        if (parameters.contains(name)) {
            int[] shape = gradient.shape().toArray();
            int values =
                    IntStream.range(1, shape.length).map(axis -> shape[axis]).reduce(1, Math::multiplyExact);
            found.merge(name, gradient.reshape(shape[0], values), DeviceArray::add);
        }
    }
}
