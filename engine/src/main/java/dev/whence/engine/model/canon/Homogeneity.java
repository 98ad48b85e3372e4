package dev.whence.engine.model.canon;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a network from being nonnegatively homogeneous, {@code F(a x) = a F(x)} for {@code a >= 0}: the property of
 * X-DNNs (Hesse et al. 2021).
 */
public final class Homogeneity {

    private Homogeneity() {}

    /**
     * One layer that breaks it.
     *
     * @param layer its name
     * @param kind its kind
     * @param reason why, as a clause
     */
    public record Breach(String layer, String kind, String reason) {}

    /** All layers that break it, in the network's order; empty for an X-DNN. */
    public static List<Breach> breaches(Network network) {
        List<Breach> found = new ArrayList<>();
        for (Node node : network.nodes()) {
            reason(node.op()).ifPresent(reason -> found.add(new Breach(node.name(), node.kind(), reason)));
        }
        return found;
    }

    private static Optional<String> reason(Op op) {
        if (op instanceof Op.Conv2d conv) {
            return added(conv.bias() != null, "adds a bias");
        }
        if (op instanceof Op.Linear linear) {
            return added(linear.bias() != null, "adds a bias");
        }
        if (op instanceof Op.Affine affine) {
            return added(affine.shift() != null, "adds a constant");
        }
        if (op instanceof Op.Pad2d pad) {
            return added(pad.value() != 0, "pads with a constant");
        }
        if (op instanceof Op.BatchNorm) {
            return Optional.of("shifts by its running mean and bias");
        }
        if (op instanceof Op.LayerNorm || op instanceof Op.GroupNorm) {
            return Optional.of("divides by the spread of its input");
        }
        if (op instanceof Op.Multiply || op instanceof Op.Divide) {
            return Optional.of("combines two activations by something else than a sum");
        }
        if (op instanceof Op.HardTanh clamp) {
            boolean homogeneous = (clamp.min() == 0 || clamp.min() == Double.NEGATIVE_INFINITY)
                    && (clamp.max() == 0 || clamp.max() == Double.POSITIVE_INFINITY);
            return added(!homogeneous, "clamps to fixed bounds");
        }
        return added(isCurved(op), "is curved, not a line through 0 on either side");
    }

    private static Optional<String> added(boolean breaks, String reason) {
        return breaks ? Optional.of(reason) : Optional.empty();
    }

    private static boolean isCurved(Op op) {
        return op instanceof Op.Elu
                || op instanceof Op.HardSwish
                || op instanceof Op.HardSigmoid
                || op instanceof Op.Sigmoid
                || op instanceof Op.Tanh
                || op instanceof Op.Silu
                || op instanceof Op.Gelu
                || op instanceof Op.Softplus
                || op instanceof Op.Softmax
                || op instanceof Op.LogSoftmax;
    }
}
