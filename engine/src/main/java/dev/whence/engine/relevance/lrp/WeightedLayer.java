package dev.whence.engine.relevance.lrp;

import dev.whence.engine.exec.Convolution;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Scope;
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
        return shifted(how == null ? x.matmul(x.scope().constant(w).transpose(0, 1)) : x.conv2d(w, how), b);
    }

    /** A sum with a bias, if there is one. */
    DeviceArray shifted(DeviceArray sum, @Nullable DeviceArray b) {
        if (b == null) {
            return sum;
        }
        return sum.add(how == null ? b : b.reshape(1, -1, 1, 1));
    }

    /** Groups of a convolution, 1 for a fully connected layer. */
    int groups() {
        return how == null ? 1 : how.groups();
    }

    /** The axis of the values that the weights count: channels of a convolution, the last of a fully connected layer. */
    int valueAxis(DeviceArray x) {
        return how == null ? x.shape().rank() - 1 : 1;
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

    /**
     * {@code L'(R / stab(L(1; 1, 0)); 1)}, every input of a window the same. The channels of a group are all alike, so one
     * does for them.
     *
     * @param relevance {@code [p, ...output]}
     * @param like an array of the input's shape
     * @return {@code [p, ...input]}
     */
    DeviceArray evenly(DeviceArray relevance, DeviceArray like, Stabilizer stabilizer) {
        int[] input = like.shape().toArray();
        input[0] = relevance.shape().dim(0);
        Scope scope = relevance.scope();
        if (how == null) {
            int axis = valueAxis(like);
            DeviceArray z = stabilizer.above(scope.full(input[axis], 1));
            return relevance.sum(true, axis).divide(z).broadcastTo(input);
        }
        int rows = weight.shape().dim(2);
        int columns = weight.shape().dim(3);
        int perGroup = weight.shape().dim(1);
        int[] output = relevance.shape().toArray();
        DeviceArray z = scope.full(perGroup, 1, 1, input[2], input[3])
                .windows(rows, columns, how)
                .sum(false, 1)
                .reshape(1, 1, output[2], output[3]);
        return relevance
                .reshape(output[0], how.groups(), output[1] / how.groups(), output[2], output[3])
                .sum(false, 2)
                .divide(stabilizer.above(z))
                .overWindows(rows, columns, how, input[2], input[3])
                .reshape(input[0], how.groups(), 1, input[2], input[3])
                .broadcastTo(input[0], how.groups(), perGroup, input[2], input[3])
                .reshape(input);
    }
}
