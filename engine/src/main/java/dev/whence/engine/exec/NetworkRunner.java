package dev.whence.engine.exec;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A network with its weights on a device. Safe for use by several threads at the same time; each call frees whatever it
 * needed, intermediate values as soon as their last user has run.
 */
public final class NetworkRunner implements AutoCloseable {

    private final ExecutionEngine engine;
    private final Network network;
    private final Scope weightScope;
    private final Map<String, DeviceArray> weights = new HashMap<>();
    private final List<LayerSource> layers = new ArrayList<>();
    private final List<Kernel> kernels = new ArrayList<>();
    private final Map<Integer, Kernel> poolings = new HashMap<>();

    NetworkRunner(ExecutionEngine engine, Network network) {
        this.engine = engine;
        this.network = network;
        List<KernelSource> sources = new ArrayList<>();
        for (Node node : network.nodes().subList(1, network.nodes().size())) {
            LayerSource layer = LayerSources.of(node);
            layers.add(layer);
            sources.add(layer.source());
        }
        weightScope = engine.scope();
        engine.kernels().compile(sources);
        sources.forEach(source -> kernels.add(engine.kernels().get(source)));
        if (!weightScope.manager().getDevice().isGpu()) {
            addPoolings();
        }
        for (LayerSource layer : layers) {
            for (String name : layer.weights()) {
                weights.computeIfAbsent(name, n -> weightScope.of(network.tensor(n)));
            }
        }
    }

    /** Maximum poolings that are not to be differentiated. */
    private void addPoolings() {
        for (int i = 1; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            if (node.op() instanceof Op.MaxPool2d pooling && MaxPooling.suits(pooling)) {
                Shape pooled = network.nodes().get(node.inputs().get(0)).shape();
                poolings.put(i, engine.kernels().get(MaxPooling.values(pooling, pooled, node.shape())));
            }
        }
    }

    public Network network() {
        return network;
    }

    /** The names of the weights a layer uses; the input, node 0, is none. */
    public List<String> weightsOf(int node) {
        return layers.get(node - 1).weights();
    }

    /** The engine this runs on. */
    public ExecutionEngine engine() {
        return engine;
    }

    /** A weight of the network on the device. It lives as long as this runner. */
    public DeviceArray weight(String name) {
        DeviceArray found = weights.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no layer uses a weight named " + name);
        }
        return found;
    }

    /**
     * The network's result.
     *
     * @param batch {@code [n, c, h, w]} of the network's input shape
     * @return {@code [n, ...output shape]} in the engine's precision
     */
    public Tensor forward(Tensor batch) {
        return values(batch, network.output()).get(0);
    }

    /**
     * The values of some nodes.
     *
     * @param batch {@code [n, c, h, w]} of the network's input shape
     * @param nodes positions in the network
     * @return for each node {@code [n, ...node shape]} in the engine's precision
     */
    public List<Tensor> values(Tensor batch, int... nodes) {
        try (Scope scope = engine.scope()) {
            return toHost(
                    evaluate(upload(scope, batch), this::value, nodes),
                    nodes,
                    batch.shape().dim(0));
        }
    }

    /**
     * Runs the network on the device.
     *
     * @param input {@code [n, c, h, w]}; if it is a {@linkplain Scope#variable variable}, the values can be
     *     differentiated
     * @param nodes positions in the network
     * @return their values, in the scope of the input
     */
    public List<DeviceArray> evaluate(DeviceArray input, int... nodes) {
        return evaluate(input, this::weight, nodes);
    }

    /**
     * Runs the network on the device with other weights than its own.
     *
     * @param input {@code [n, c, h, w]}
     * @param weights by name; variables among them can be differentiated by
     * @param nodes positions in the network
     * @return their values, in the youngest scope of input and weights
     */
    public List<DeviceArray> evaluate(DeviceArray input, Function<String, DeviceArray> weights, int... nodes) {
        return evaluate(input, (node, inputs) -> apply(node, inputs, weights), nodes);
    }

    /** What a layer makes of its inputs. */
    private interface Layer {
        DeviceArray value(int node, List<DeviceArray> inputs);
    }

    private List<DeviceArray> evaluate(DeviceArray input, Layer layers, int... nodes) {
        ExecutionPlan plan = ExecutionPlan.of(network, nodes);
        Map<Integer, DeviceArray> values = new HashMap<>();
        values.put(0, input);
        for (int s = 0; s < plan.steps().size(); s++) {
            int step = plan.steps().get(s);
            values.put(step, layers.value(step, inputs(step, values)));
            for (int freed : plan.released().get(s)) {
                DeviceArray value = values.remove(freed);
                if (value != null && freed != 0) {
                    value.close();
                }
            }
        }
        List<DeviceArray> results = new ArrayList<>();
        for (int node : nodes) {
            results.add(values.get(node));
        }
        return results;
    }

    /**
     * The gradient of {@code sum(output * seed)} by the input: a vector-Jacobian product.
     *
     * @param batch {@code [n, c, h, w]}
     * @param seed {@code [n, ...output shape]}
     * @return {@code [n, c, h, w]}
     */
    public Tensor inputGradient(Tensor batch, Tensor seed) {
        return gradients(batch, seed, 0).get(0);
    }

    /**
     * The gradients of {@code sum(output * seed)} by the values of some nodes; node 0 is the input.
     *
     * @param batch {@code [n, c, h, w]}
     * @param seed {@code [n, ...output shape]}
     * @param nodes positions in the network
     * @return for each node {@code [n, ...node shape]}, zero where the output does not depend on the node
     */
    public List<Tensor> gradients(Tensor batch, Tensor seed, int... nodes) {
        int images = batch.shape().dim(0);
        Shape expected = network.outputShape().prepend(images);
        if (!seed.shape().equals(expected)) {
            throw new IllegalArgumentException("seed is " + seed.shape() + ", the output " + expected);
        }
        int[] wanted = new int[nodes.length + 1];
        System.arraycopy(nodes, 0, wanted, 0, nodes.length);
        wanted[nodes.length] = network.output();
        try (Scope scope = engine.scope()) {
            List<DeviceArray> values = evaluate(scope.variable(upload(scope, batch)), wanted);
            List<DeviceArray> found = Autograd.gradients(
                    values.subList(nodes.length, wanted.length),
                    values.subList(0, nodes.length),
                    List.of(scope.of(seed)),
                    false);
            return toHost(found, nodes, images);
        }
    }

    /**
     * Runs a single layer with its own weights.
     *
     * @param node position of the layer in the network, not the input
     * @param inputs the values that enter, in the order of the node's inputs
     * @return the layer's value, in the youngest scope among the inputs
     */
    public DeviceArray apply(int node, List<DeviceArray> inputs) {
        return apply(node, inputs, this::weight);
    }

    /**
     * Runs a single layer with other weights than its own.
     *
     * @param node position of the layer in the network, not the input
     * @param inputs the values that enter, in the order of the node's inputs
     * @param weights by name
     */
    public DeviceArray apply(int node, List<DeviceArray> inputs, Function<String, DeviceArray> weights) {
        List<DeviceArray> arguments = new ArrayList<>(inputs);
        layers.get(node - 1).weights().forEach(name -> arguments.add(weights.apply(name)));
        return kernels.get(node - 1).call(arguments.toArray(new DeviceArray[0]));
    }

    /**
     * Runs a single layer with its own weights, where its value is not to be differentiated: a gradient through it may
     * divide differently between equal values.
     *
     * @param node position of the layer in the network, not the input
     * @param inputs the values that enter, in the order of the node's inputs
     */
    public DeviceArray value(int node, List<DeviceArray> inputs) {
        Kernel pooling = poolings.get(node);
        return pooling == null ? apply(node, inputs) : pooling.call(inputs.get(0));
    }

    /** Frees the weights. */
    @Override
    public void close() {
        weightScope.close();
    }

    private List<DeviceArray> inputs(int step, Map<Integer, DeviceArray> values) {
        List<DeviceArray> arguments = new ArrayList<>();
        for (int input : network.nodes().get(step).inputs()) {
            DeviceArray value = values.get(input);
            if (value == null) {
                throw new IllegalStateException("the value of node " + input + " was freed before node " + step);
            }
            arguments.add(value);
        }
        return arguments;
    }

    private DeviceArray upload(Scope scope, Tensor batch) {
        Shape shape = batch.shape();
        if (shape.rank() < 1 || !shape.dropFirst().equals(network.inputShape())) {
            throw new IllegalArgumentException(
                    "a batch of " + shape + " for a network of inputs " + network.inputShape());
        }
        return scope.of(batch);
    }

    private List<Tensor> toHost(List<DeviceArray> arrays, int[] nodes, int images) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < nodes.length; i++) {
            Node node = network.nodes().get(nodes[i]);
            Tensor value = arrays.get(i).toHost();
            if (!value.shape().equals(node.shape().prepend(images))) {
                throw new IllegalStateException("layer " + node.name() + " gives " + value.shape() + " for " + images
                        + " images, not " + node.shape() + " each");
            }
            tensors.add(value);
        }
        return tensors;
    }
}
