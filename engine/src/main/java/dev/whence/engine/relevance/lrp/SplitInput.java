package dev.whence.engine.relevance.lrp;

import dev.whence.engine.exec.DeviceArray;
import java.util.List;

/**
 * A layer's input taken apart, the parts side by side as channels of one array, so that a rule with a weight for each part
 * is one convolution. In a grouped convolution the parts lie side by side within each group. The channels of a fully
 * connected layer are the last axis.
 *
 * @param values {@code [u, parts * channels, ...]}, or {@code [u, ..., parts * channels]}
 * @param axis of the channels
 * @param parts 1 if the input is whole, else 2
 * @param groups of the convolution, 1 for a fully connected layer
 */
record SplitInput(DeviceArray values, int axis, int parts, int groups) {

    /** An input that is not taken apart. */
    static SplitInput whole(WeightedLayer layer, DeviceArray x) {
        return new SplitInput(x, layer.valueAxis(x), 1, layer.groups());
    }

    /** @param first one part, of the input's shape */
    static SplitInput of(WeightedLayer layer, DeviceArray first, DeviceArray second) {
        int groups = layer.groups();
        int axis = layer.valueAxis(first);
        int[] shape = first.shape().toArray();
        DeviceArray joined = groups == 1
                ? DeviceArray.concat(axis, List.of(first, second))
                : DeviceArray.concat(2, List.of(grouped(first, groups), grouped(second, groups)));
        shape[axis] *= 2;
        return new SplitInput(joined.reshape(shape), axis, 2, groups);
    }

    /**
     * The weights of the parts as weights of one layer.
     *
     * @param first of the first part or of the whole input, {@code [out, in / groups, ...]}
     * @param second of the second part; not used if the input is whole
     */
    DeviceArray weights(DeviceArray first, DeviceArray second) {
        return parts == 1 ? first : DeviceArray.concat(1, List.of(first, second));
    }

    /** {@code x L'(s; w)}, summed over the parts: the relevance of the layer's input. */
    DeviceArray shares(WeightedLayer layer, DeviceArray w, DeviceArray s, Signals signals) {
        return whole(signals.multiplied(layer.transposed(s, w, values), values));
    }

    /** {@code x (L'(s; w) + L'(t; v))}, summed over the parts. */
    DeviceArray shares(
            WeightedLayer layer, DeviceArray w, DeviceArray s, DeviceArray v, DeviceArray t, Signals signals) {
        DeviceArray both = layer.transposed(s, w, values).add(layer.transposed(t, v, values));
        return whole(signals.multiplied(both, values));
    }

    private DeviceArray whole(DeviceArray shares) {
        if (parts == 1) {
            return shares;
        }
        int[] shape = shares.shape().toArray();
        shape[axis] /= 2;
        if (groups == 1) {
            return shares.slice(axis, 0, shape[axis]).add(shares.slice(axis, shape[axis], 2 * shape[axis]));
        }
        int half = shape[1] / groups;
        DeviceArray inGroups = grouped(shares, groups);
        return inGroups.slice(2, 0, half).add(inGroups.slice(2, half, 2 * half)).reshape(shape);
    }

    /** {@code [n, c, h, w]} as {@code [n, groups, c / groups, h, w]}. */
    private static DeviceArray grouped(DeviceArray images, int groups) {
        int[] shape = images.shape().toArray();
        return images.reshape(shape[0], groups, shape[1] / groups, shape[2], shape[3]);
    }
}
