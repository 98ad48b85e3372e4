package dev.whence.engine.model.reader;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The linear layer that turns features into class scores. */
public final class FinalLayer {

    private FinalLayer() {}

    /**
     * Finds the final linear layer: the named one, or the one that gives the output, looking back through softmax,
     * reshaping and layers that change nothing.
     *
     * @param name null to search
     * @return its position in the network
     * @throws BadInputException if there is none; the sentence lists the linear layers there are
     */
    public static int find(Network network, @Nullable String name) {
        List<Node> nodes = network.nodes();
        if (name != null) {
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i).name().equals(name) && nodes.get(i).op() instanceof Op.Linear) {
                    return i;
                }
            }
            throw new BadInputException("there is no linear layer named '" + name + "'; " + choices(network));
        }
        int at = network.output();
        while (passesThrough(nodes.get(at).op())) {
            at = nodes.get(at).inputs().get(0);
        }
        if (nodes.get(at).op() instanceof Op.Linear) {
            return at;
        }
        throw new BadInputException("the model does not end in a linear layer (the last layer is '"
                + nodes.get(at).name() + "', " + nodes.get(at).kind() + "); " + choices(network));
    }

    /** Whether the model's result is probabilities or their logarithms instead of scores. */
    public static boolean endsInSoftmax(Network network) {
        int at = network.output();
        while (passesThrough(network.nodes().get(at).op())) {
            if (network.nodes().get(at).op() instanceof Op.Softmax
                    || network.nodes().get(at).op() instanceof Op.LogSoftmax) {
                return true;
            }
            at = network.nodes().get(at).inputs().get(0);
        }
        return false;
    }

    private static boolean passesThrough(Op op) {
        return op instanceof Op.Softmax
                || op instanceof Op.LogSoftmax
                || op instanceof Op.Reshape
                || op instanceof Op.Identity
                || op instanceof Op.Dropout;
    }

    private static String choices(Network network) {
        List<String> linear = network.nodes().stream()
                .filter(node -> node.op() instanceof Op.Linear)
                .map(Node::name)
                .toList();
        return linear.isEmpty()
                ? "it has no linear layer at all, so its features cannot be explained"
                : "its linear layers are " + String.join(", ", linear);
    }
}
