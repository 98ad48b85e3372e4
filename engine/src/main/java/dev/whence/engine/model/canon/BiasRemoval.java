package dev.whence.engine.model.canon;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes an X-DNN out of a network (Hesse et al. 2021): batch normalisations are merged where they can be, then every
 * constant that is added is dropped. The result is another function; trained with biases, a network loses accuracy by it.
 */
public final class BiasRemoval {

    private final Network merged;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> parameters;
    private final Map<String, Tensor> buffers;
    private final List<Change> changes = new ArrayList<>();

    private BiasRemoval(Network merged) {
        this.merged = merged;
        parameters = new LinkedHashMap<>(merged.parameters());
        buffers = new LinkedHashMap<>(merged.buffers());
    }

    /**
     * What became of a network.
     *
     * @param network without any added constant; positions and names of nodes are those of the given one
     * @param changes layers that were changed, in the network's order
     * @param breaches layers that still break homogeneity; empty if the result is an X-DNN
     */
    public record Result(Network network, List<Change> changes, List<Homogeneity.Breach> breaches) {
        public Result {
            changes = List.copyOf(changes);
            breaches = List.copyOf(breaches);
        }
    }

    /**
     * One layer that was changed.
     *
     * @param layer its name
     * @param what was done to it, as a clause
     */
    public record Change(String layer, String what) {}

    /** Removes every bias. */
    public static Result remove(Network network) {
        Network merged = BatchNormMerging.merge(network);
        BiasRemoval removal = new BiasRemoval(merged);
        for (int i = 0; i < merged.nodes().size(); i++) {
            Node before = network.nodes().get(i);
            Node node = merged.nodes().get(i);
            if (before.op() instanceof Op.BatchNorm && node.op() instanceof Op.Identity) {
                removal.changes.add(new Change(node.name(), "merged into the layer before, its shift dropped"));
            }
            removal.nodes.add(new Node(node.name(), removal.stripped(node), node.inputs(), node.shape()));
        }
        Network result = new Network(removal.nodes, merged.output(), removal.parameters, removal.buffers);
        return new Result(result, removal.changes, Homogeneity.breaches(result));
    }

    private Op stripped(Node node) {
        Op op = node.op();
        if (op instanceof Op.Conv2d conv && conv.bias() != null) {
            drop(node, conv.bias());
            return new Op.Conv2d(conv.weight(), null, conv.stride(), conv.padding(), conv.dilation(), conv.groups());
        }
        if (op instanceof Op.Linear linear && linear.bias() != null) {
            drop(node, linear.bias());
            return new Op.Linear(linear.weight(), null);
        }
        if (op instanceof Op.BatchNorm norm) {
            note(node, "reduced to its scale");
            return scaleOnly(node, norm);
        }
        if (op instanceof Op.LayerNorm norm && norm.bias() != null) {
            drop(node, norm.bias());
            return new Op.LayerNorm(norm.weight(), null, norm.axes(), norm.epsilon());
        }
        if (op instanceof Op.GroupNorm norm && norm.bias() != null) {
            drop(node, norm.bias());
            return new Op.GroupNorm(norm.weight(), null, norm.groups(), norm.epsilon());
        }
        if (op instanceof Op.Affine affine && affine.shift() != null) {
            note(node, "added constant dropped");
            return affine.scale() == null ? new Op.Identity() : new Op.Affine(affine.scale(), null);
        }
        if (op instanceof Op.Pad2d pad && pad.value() != 0) {
            note(node, "padded with 0 instead of " + pad.value());
            return new Op.Pad2d(pad.top(), pad.bottom(), pad.left(), pad.right(), 0);
        }
        return op;
    }

    private void drop(Node node, String bias) {
        parameters.remove(bias);
        buffers.remove(bias);
        note(node, "bias dropped");
    }

    private void note(Node node, String what) {
        changes.add(new Change(node.name(), what));
    }

    /** {@code y = gamma / sqrt(var + eps) x}. */
    private Op scaleOnly(Node node, Op.BatchNorm norm) {
        double[] scale = FoldedWeights.ChannelMap.of(merged, norm).scale();
        int[] shape = new int[node.shape().rank()];
        Arrays.fill(shape, 1);
        shape[0] = scale.length;
        String name = node.name() + ".scale";
        while (parameters.containsKey(name) || buffers.containsKey(name)) {
            name = name + "_only";
        }
        buffers.put(name, Tensor.of(scale, shape));
        return new Op.Affine(name, null);
    }
}
