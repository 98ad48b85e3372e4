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

/** A network under rewriting: per-channel scales and shifts are folded into its weighted layers. */
final class FoldedWeights {

    private final Network network;
    private final List<Node> nodes;
    private final Map<String, Tensor> parameters;

    FoldedWeights(Network network) {
        this.network = network;
        this.nodes = new ArrayList<>(network.nodes());
        this.parameters = new LinkedHashMap<>(network.parameters());
    }

    /**
     * A batch normalisation in evaluation mode: {@code y = x scale + shift} per channel.
     *
     * @param scale {@code gamma / sqrt(var + eps)}
     * @param shift {@code beta - mean scale}
     */
    record ChannelMap(double[] scale, double[] shift) {

        static ChannelMap of(Network network, Op.BatchNorm norm) {
            Tensor variance = network.tensor(norm.variance());
            Tensor mean = network.tensor(norm.mean());
            double[] scale = new double[variance.size()];
            double[] shift = new double[scale.length];
            for (int c = 0; c < scale.length; c++) {
                scale[c] = valueOr(network, norm.weight(), c, 1) / Math.sqrt(variance.get(c) + norm.epsilon());
                shift[c] = valueOr(network, norm.bias(), c, 0) - mean.get(c) * scale[c];
            }
            return new ChannelMap(scale, shift);
        }

        private static double valueOr(Network network, @Nullable String name, int channel, double otherwise) {
            return name == null ? otherwise : network.tensor(name).get(channel);
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    Network network() {
        return new Network(nodes, network.output(), parameters, network.buffers());
    }

    static @Nullable String weightOf(Op op) {
        if (op instanceof Op.Conv2d conv) {
            return conv.weight();
        }
        return op instanceof Op.Linear linear ? linear.weight() : null;
    }

    /** Lets a layer's weights be changed: they are its own and no other layer's. */
    boolean ownsWeights(int position) {
        String weight = weightOf(nodes.get(position).op());
        return weight != null
                && parameters.containsKey(weight)
                && nodes.stream()
                                .filter(node -> weight.equals(weightOf(node.op())))
                                .count()
                        == 1;
    }

    /** The positions that use a node's value, once for each use. */
    List<Integer> users(int position) {
        List<Integer> users = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (int input : nodes.get(i).inputs()) {
                if (input == position) {
                    users.add(i);
                }
            }
        }
        return users;
    }

    void silence(int position) {
        replace(position, new Op.Identity());
    }

    /** The layer afterwards gives what the map makes of what it gave before. */
    void foldAfter(int position, ChannelMap map) {
        Tensor weight = weight(position);
        double[] bias = bias(position, map.scale().length);
        double[] scaled = new double[weight.size()];
        int perChannel = weight.size() / bias.length;
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = weight.get(i) * map.scale()[i / perChannel];
        }
        for (int c = 0; c < bias.length; c++) {
            bias[c] = bias[c] * map.scale()[c] + map.shift()[c];
        }
        store(position, Tensor.of(scaled, weight.shape().toArray()), bias);
    }

    /** The layer afterwards gives for an input what it gave before for the map of that input. */
    void foldBefore(int position, ChannelMap map) {
        Tensor weight = weight(position);
        int outputs = weight.shape().dim(0);
        int inputs = weight.shape().dim(1);
        int groups = nodes.get(position).op() instanceof Op.Conv2d conv ? conv.groups() : 1;
        int window = weight.size() / (outputs * inputs);
        double[] bias = bias(position, outputs);
        double[] scaled = new double[weight.size()];
        for (int i = 0; i < scaled.length; i++) {
            int output = i / (inputs * window);
            int channel = output / (outputs / groups) * inputs + i / window % inputs;
            scaled[i] = weight.get(i) * map.scale()[channel];
            bias[output] += weight.get(i) * map.shift()[channel];
        }
        store(position, Tensor.of(scaled, weight.shape().toArray()), bias);
    }

    private Tensor weight(int position) {
        return parameter(weightOf(nodes.get(position).op()));
    }

    private double[] bias(int position, int channels) {
        String name = biasOf(nodes.get(position).op());
        double[] bias = new double[channels];
        for (int c = 0; name != null && c < channels; c++) {
            bias[c] = parameter(name).get(c);
        }
        return bias;
    }

    private Tensor parameter(@Nullable String name) {
        Tensor found = name == null ? null : parameters.get(name);
        if (found == null) {
            throw new IllegalStateException("no trainable weight " + name);
        }
        return found;
    }

    private static @Nullable String biasOf(Op op) {
        if (op instanceof Op.Conv2d conv) {
            return conv.bias();
        }
        return op instanceof Op.Linear linear ? linear.bias() : null;
    }

    /** Float64 keeps merged weights exact enough for a float64 engine; a float32 engine narrows them on upload. */
    private void store(int position, Tensor weight, double[] bias) {
        Op op = nodes.get(position).op();
        String weightName = String.valueOf(weightOf(op));
        String known = biasOf(op);
        String biasName = known == null ? unusedName(weightName) : known;
        parameters.put(weightName, weight);
        parameters.put(biasName, Tensor.of(bias, bias.length));
        replace(
                position,
                op instanceof Op.Conv2d conv
                        ? new Op.Conv2d(
                                weightName, biasName, conv.stride(), conv.padding(), conv.dilation(), conv.groups())
                        : new Op.Linear(weightName, biasName));
    }

    private void replace(int position, Op op) {
        Node node = nodes.get(position);
        nodes.set(position, new Node(node.name(), op, node.inputs(), node.shape()));
    }

    private String unusedName(String weightName) {
        String name = weightName.replaceFirst("weight$", "bias");
        while (parameters.containsKey(name) || network.buffers().containsKey(name)) {
            name = name + "_merged";
        }
        return name;
    }
}
