package dev.whence.engine.model.zoo;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Random starting weights with PyTorch's default distributions: weights and biases of convolutions and linear layers
 * uniform within {@code 1 / sqrt(fan in)}, normalisation layers 1 and 0, running statistics 0 and 1, PReLU 0.25. The
 * numbers follow from the seed and each weight's place, not from PyTorch's generator.
 */
public final class StartingWeights {

    private static final int STREAM = 1;

    private final Map<String, Tensor> parameters;
    private final Map<String, Tensor> buffers;
    private final List<String> order;
    private final long seed;

    private StartingWeights(Network network, long seed) {
        parameters = new LinkedHashMap<>(network.parameters());
        buffers = new LinkedHashMap<>(network.buffers());
        order = new ArrayList<>(network.parameters().keySet());
        this.seed = seed;
    }

    /** The same layers with new weights; weights of other kinds of layers stay as they are. */
    public static Network draw(Network network, long seed) {
        StartingWeights weights = new StartingWeights(network, seed);
        network.nodes().forEach(weights::layer);
        return new Network(network.nodes(), network.output(), weights.parameters, weights.buffers);
    }

    private void layer(Node node) {
        Op op = node.op();
        if (op instanceof Op.Conv2d conv) {
            uniform(conv.weight(), conv.bias());
        } else if (op instanceof Op.Linear linear) {
            uniform(linear.weight(), linear.bias());
        } else if (op instanceof Op.BatchNorm norm) {
            constants(norm.weight(), norm.bias());
            fill(buffers, norm.mean(), 0);
            fill(buffers, norm.variance(), 1);
        } else if (op instanceof Op.LayerNorm norm) {
            constants(norm.weight(), norm.bias());
        } else if (op instanceof Op.GroupNorm norm) {
            constants(norm.weight(), norm.bias());
        } else if (op instanceof Op.PRelu relu) {
            fill(parameters, relu.weight(), 0.25);
        }
    }

    private void uniform(String weight, @Nullable String bias) {
        Tensor values = parameters.get(weight);
        if (values == null) {
            return;
        }
        Shape shape = values.shape();
        double bound = 1 / Math.sqrt(Math.max(1, (double) shape.size() / shape.dim(0)));
        fillUniform(weight, bound);
        if (bias != null && parameters.containsKey(bias)) {
            fillUniform(bias, bound);
        }
    }

    private void fillUniform(String name, double bound) {
        Tensor old = parameters.get(name);
        if (old == null) {
            return;
        }
        long stream = SplitMix.stream(SplitMix.stream(seed, STREAM), order.indexOf(name));
        float[] values = new float[old.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * SplitMix.uniform(stream, i) - 1));
        }
        parameters.put(name, Tensor.of(values, old.shape().toArray()));
    }

    private void constants(@Nullable String scale, @Nullable String shift) {
        fill(parameters, scale, 1);
        fill(parameters, shift, 0);
    }

    private static void fill(Map<String, Tensor> weights, @Nullable String name, double value) {
        Tensor old = name == null ? null : weights.get(name);
        if (name == null || old == null) {
            return;
        }
        float[] values = new float[old.size()];
        Arrays.fill(values, (float) value);
        weights.put(name, Tensor.of(values, old.shape().toArray()));
    }
}
