package dev.whence.engine.model.canon;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds each batch normalisation into the convolution or fully connected layer before it: {@code k = gamma / sqrt(var +
 * eps)}, {@code w' = w k}, {@code b' = (b - mean) k + beta}. The normalisation becomes an {@link Op.Identity}, so that
 * positions and names of all nodes stay. Where the layer's value is used by others too, or its weights by another layer,
 * nothing is merged.
 */
public final class BatchNormMerging {

    private final Network network;
    private final List<Node> nodes;
    private final Map<String, Tensor> parameters;

    private BatchNormMerging(Network network) {
        this.network = network;
        this.nodes = new ArrayList<>(network.nodes());
        this.parameters = new LinkedHashMap<>(network.parameters());
    }

    /** The same function with every mergeable batch normalisation merged. */
    public static Network merge(Network network) {
        return new BatchNormMerging(network).merged();
    }

    private Network merged() {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.op() instanceof Op.BatchNorm norm && mergeable(i)) {
                fold(node.inputs().get(0), norm);
                nodes.set(i, new Node(node.name(), new Op.Identity(), node.inputs(), node.shape()));
            }
        }
        return new Network(nodes, network.output(), parameters, network.buffers());
    }

    private boolean mergeable(int position) {
        int producer = nodes.get(position).inputs().get(0);
        String weight = weightOf(nodes.get(producer).op());
        boolean onlyUser = producer != network.output()
                && nodes.stream()
                                .flatMap(node -> node.inputs().stream())
                                .filter(input -> input == producer)
                                .count()
                        == 1;
        return weight != null
                && onlyUser
                && network.parameters().containsKey(weight)
                && nodes.stream()
                                .filter(node -> weight.equals(weightOf(node.op())))
                                .count()
                        == 1;
    }

    private static @Nullable String weightOf(Op op) {
        if (op instanceof Op.Conv2d conv) {
            return conv.weight();
        }
        return op instanceof Op.Linear linear ? linear.weight() : null;
    }

    private void fold(int position, Op.BatchNorm norm) {
        Node node = nodes.get(position);
        if (node.op() instanceof Op.Conv2d conv) {
            String bias = fold(norm, conv.weight(), conv.bias());
            Op folded =
                    new Op.Conv2d(conv.weight(), bias, conv.stride(), conv.padding(), conv.dilation(), conv.groups());
            nodes.set(position, new Node(node.name(), folded, node.inputs(), node.shape()));
        } else if (node.op() instanceof Op.Linear linear) {
            String bias = fold(norm, linear.weight(), linear.bias());
            nodes.set(
                    position, new Node(node.name(), new Op.Linear(linear.weight(), bias), node.inputs(), node.shape()));
        }
    }

    /** Scales a weight in place of the old one and gives the name of the merged bias. */
    private String fold(Op.BatchNorm norm, String weightName, @Nullable String biasName) {
        Tensor weight = network.tensor(weightName);
        int channels = weight.shape().dim(0);
        int perChannel = weight.size() / channels;
        double[] scaled = new double[weight.size()];
        double[] shifted = new double[channels];
        Tensor mean = network.tensor(norm.mean());
        Tensor variance = network.tensor(norm.variance());
        for (int c = 0; c < channels; c++) {
            double scale = valueOr(norm.weight(), c, 1) / Math.sqrt(variance.get(c) + norm.epsilon());
            for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
                scaled[i] = weight.get(i) * scale;
            }
            shifted[c] = (valueOr(biasName, c, 0) - mean.get(c)) * scale + valueOr(norm.bias(), c, 0);
        }
        // Float64 keeps the merged weights exact enough for a float64 engine; a float32 engine narrows them on upload.
        parameters.put(weightName, Tensor.of(scaled, weight.shape().toArray()));
        String merged = biasName == null ? unusedName(weightName) : biasName;
        parameters.put(merged, Tensor.of(shifted, channels));
        return merged;
    }

    private double valueOr(@Nullable String name, int channel, double otherwise) {
        return name == null ? otherwise : network.tensor(name).get(channel);
    }

    private String unusedName(String weightName) {
        String name = weightName.replaceFirst("weight$", "bias");
        while (parameters.containsKey(name) || network.buffers().containsKey(name)) {
            name = name + "_merged";
        }
        return name;
    }
}
