package dev.whence.engine.model;

import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An immutable directed acyclic graph of layers with its weights.
 *
 * @param nodes in an order in which every input precedes its user; node 0 is the {@link Op.Input}
 * @param output position of the node whose value is the result
 * @param parameters trainable weights by name, in the model's own order
 * @param buffers all other constants by name: running statistics, fixed scales
 */
public record Network(List<Node> nodes, int output, Map<String, Tensor> parameters, Map<String, Tensor> buffers) {

    public Network {
        nodes = List.copyOf(nodes);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        buffers = Collections.unmodifiableMap(new LinkedHashMap<>(buffers));
        if (nodes.isEmpty() || !(nodes.get(0).op() instanceof Op.Input)) {
            throw new IllegalArgumentException("node 0 must be the input");
        }
        for (int i = 0; i < nodes.size(); i++) {
            for (int input : nodes.get(i).inputs()) {
                if (input < 0 || input >= i) {
                    throw new IllegalArgumentException(
                            "node " + i + " uses node " + input + ", which is not before it");
                }
            }
        }
        if (output < 0 || output >= nodes.size()) {
            throw new IllegalArgumentException("no node " + output);
        }
    }

    /** Shape of one input image, {@code channels x height x width}. */
    public Shape inputShape() {
        return nodes.get(0).shape();
    }

    /** Shape of the result for one image; {@code [classes]} for a classifier. */
    public Shape outputShape() {
        return nodes.get(output).shape();
    }

    /**
     * A weight or constant by name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Tensor tensor(String name) {
        Tensor found = parameters.get(name);
        if (found == null) {
            found = buffers.get(name);
        }
        if (found == null) {
            throw new IllegalArgumentException("no weight named " + name);
        }
        return found;
    }

    /**
     * The same layers with other trainable weights, for example an earlier state of training.
     *
     * @param checkpoint by name; must hold every parameter in its shape, may hold more
     * @throws IllegalArgumentException if a parameter is missing or of another shape
     */
    public Network withParameters(Map<String, Tensor> checkpoint) {
        Map<String, Tensor> replaced = new LinkedHashMap<>();
        parameters.forEach((name, weight) -> {
            Tensor other = checkpoint.get(name);
            if (other == null || !other.shape().equals(weight.shape())) {
                throw new IllegalArgumentException("the checkpoint has no " + name + " of shape " + weight.shape());
            }
            replaced.put(name, other);
        });
        return new Network(nodes, output, replaced, buffers);
    }

    /**
     * The same layers with the weights of another training of them, running statistics included.
     *
     * @param state by name; must hold every parameter in its shape; other constants are taken where it has them
     * @throws IllegalArgumentException if a parameter is missing or of another shape
     */
    public Network withState(Map<String, Tensor> state) {
        Map<String, Tensor> replaced = new LinkedHashMap<>(buffers);
        replaced.replaceAll((name, constant) -> {
            Tensor other = state.get(name);
            return other == null || !other.shape().equals(constant.shape()) || other.type() != constant.type()
                    ? constant
                    : other;
        });
        return new Network(nodes, output, withParameters(state).parameters(), replaced);
    }

    /** Number of trainable values. */
    public long parameterCount() {
        return parameters.values().stream().mapToLong(Tensor::size).sum();
    }

    /**
     * The position of a node by name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public int indexOf(String name) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no layer named " + name);
    }
}
