package dev.whence.engine.model;

import dev.whence.engine.tensor.Shape;
import java.util.List;

/**
 * One step of a network. Its position in {@link Network#nodes()} is the number by which other nodes refer to it.
 *
 * @param name unique in the network: the module path ({@code layer1.0.conv2}), with {@code #2} on a second call of the
 *     same module, or {@code path/op} for an operation written inside a forward method
 * @param op what is computed
 * @param inputs positions of the nodes whose values enter, all smaller than this node's position
 * @param shape of the value for one image, without the batch axis
 */
public record Node(String name, Op op, List<Integer> inputs, Shape shape) {

    public Node {
        inputs = List.copyOf(inputs);
    }

    /** The kind of layer, for example {@code Conv2d}. */
    public String kind() {
        return op.getClass().getSimpleName();
    }
}
