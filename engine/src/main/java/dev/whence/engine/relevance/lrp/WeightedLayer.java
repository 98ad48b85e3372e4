package dev.whence.engine.relevance.lrp;

import dev.whence.engine.exec.Convolution;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import org.jspecify.annotations.Nullable;

/**
 * A convolution or fully connected layer as a linear map that can be run forwards and backwards with other weights than
 * its own.
 *
 * @param weight the layer's weight
 * @param bias the layer's bias, absent if it has none
 * @param how the movement of a convolution, absent for a fully connected layer
 */
record WeightedLayer(
        DeviceArray weight,
        @Nullable DeviceArray bias,
        @Nullable Convolution how) {

    static WeightedLayer of(NetworkRunner runner, Node node) {
        if (node.op() instanceof Op.Conv2d conv) {
            return new WeightedLayer(runner.weight(conv.weight()), orNull(runner, conv.bias()), Convolution.of(conv));
        }
        if (node.op() instanceof Op.Linear linear) {
            return new WeightedLayer(runner.weight(linear.weight()), orNull(runner, linear.bias()), null);
        }
        throw new IllegalArgumentException("layer " + node.name() + " (" + node.kind() + ") has no weighted sum");
    }

    private static @Nullable DeviceArray orNull(NetworkRunner runner, @Nullable String name) {
        return name == null ? null : runner.weight(name);
    }

    /** {@code L(x; w, b)}. */
    DeviceArray forward(DeviceArray x, DeviceArray w, @Nullable DeviceArray b) {
        // As the input's own, or the transposed view would live as long as the weight.
        DeviceArray sum = how == null ? x.matmul(x.scope().constant(w).transpose(0, 1)) : x.conv2d(w, how);
        if (b == null) {
            return sum;
        }
        return sum.add(how == null ? b : b.reshape(1, -1, 1, 1));
    }

    /**
     * {@code L'(s; w)}.
     *
     * @param like an array of the input's shape
     */
    DeviceArray transposed(DeviceArray s, DeviceArray w, DeviceArray like) {
        if (how == null) {
            return s.matmul(w);
        }
        return s.conv2dTransposed(w, how, like.shape().dim(2), like.shape().dim(3));
    }
}
