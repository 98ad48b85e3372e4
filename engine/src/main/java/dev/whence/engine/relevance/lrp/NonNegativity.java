package dev.whence.engine.relevance.lrp;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;

/** Which values of a network cannot be negative, whatever the input: rules need not look at their negative part. */
final class NonNegativity {

    private NonNegativity() {}

    /** One entry per node. */
    static boolean[] of(Network network) {
        boolean[] known = new boolean[network.nodes().size()];
        for (int i = 1; i < known.length; i++) {
            known[i] = holds(network.nodes().get(i), known);
        }
        return known;
    }

    private static boolean holds(Node node, boolean[] known) {
        Op op = node.op();
        if (op instanceof Op.Relu
                || op instanceof Op.Sigmoid
                || op instanceof Op.HardSigmoid
                || op instanceof Op.Softmax) {
            return true;
        }
        if (op instanceof Op.HardTanh bounded) {
            return bounded.min() >= 0;
        }
        boolean keeps = switch (LayerFamily.of(op)) {
            case MAX_POOLING, AVERAGE_POOLING -> true;
            case SUM -> op instanceof Op.Add;
            case PRODUCT -> op instanceof Op.Multiply;
            case ARRANGEMENT -> !(op instanceof Op.Pad2d pad) || pad.value() >= 0;
            default -> false;
        };
        return keeps && node.inputs().stream().allMatch(input -> known[input]);
    }
}
