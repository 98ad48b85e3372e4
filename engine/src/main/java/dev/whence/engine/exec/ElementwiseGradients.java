package dev.whence.engine.exec;

import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of layers that scale and shift element by element, {@code y = w * phi(x) + b}: normalisations, PReLU, affine
 * layers. By the shift it is the gradient at the result, by the scale that times {@code phi(x)}, both summed over the
 * places that share the parameter.
 */
final class ElementwiseGradients {

    private final NetworkRunner runner;
    private final Node node;
    private final int position;
    private final @Nullable String scale;
    private final @Nullable String shift;

    ElementwiseGradients(NetworkRunner runner, int position) {
        this.runner = runner;
        this.position = position;
        this.node = runner.network().nodes().get(position);
        if (node.op() instanceof Op.BatchNorm norm) {
            scale = norm.weight();
            shift = norm.bias();
        } else if (node.op() instanceof Op.LayerNorm norm) {
            scale = norm.weight();
            shift = norm.bias();
        } else if (node.op() instanceof Op.GroupNorm norm) {
            scale = norm.weight();
            shift = norm.bias();
        } else if (node.op() instanceof Op.PRelu prelu) {
            scale = prelu.weight();
            shift = null;
        } else if (node.op() instanceof Op.Affine affine) {
            scale = affine.scale();
            shift = affine.shift();
        } else {
            throw new IllegalStateException("no gradient by the parameters of layers of kind " + node.kind());
        }
    }

    /**
     * @param x the layer's input, {@code [n, ...]}
     * @param g the gradient at its result, {@code [n, ...]}
     * @param weights by name
     * @return {@code [n, values]} by parameter name
     */
    Map<String, DeviceArray> rows(DeviceArray x, DeviceArray g, Function<String, DeviceArray> weights) {
        Map<String, DeviceArray> rows = new LinkedHashMap<>();
        if (scale != null) {
            rows.put(scale, shared(phi(x, weights).multiply(g), scale));
        }
        if (shift != null) {
            rows.merge(shift, shared(g, shift), DeviceArray::add);
        }
        return rows;
    }

    private DeviceArray phi(DeviceArray x, Function<String, DeviceArray> weights) {
        if (node.op() instanceof Op.PRelu) {
            return x.subtract(x.relu());
        }
        if (node.op() instanceof Op.Affine) {
            return x;
        }
        return runner.apply(position, List.of(x), name -> {
            if (name.equals(scale) || name.equals(shift)) {
                return x.scope()
                        .full(
                                name.equals(scale) ? 1 : 0,
                                runner.network().tensor(name).shape().toArray());
            }
            return weights.apply(name);
        });
    }

    /** Sums over all places of an image that share a value of the parameter: {@code [n, values]}. */
    private DeviceArray shared(DeviceArray values, String name) {
        Shape parameter = runner.network().tensor(name).shape();
        int rank = values.shape().rank();
        int[] summed = IntStream.range(1, rank)
                .filter(axis -> !varies(parameter, values.shape(), axis))
                .toArray();
        DeviceArray sums = summed.length == 0 ? values : values.sum(false, summed);
        return sums.reshape(values.shape().dim(0), Math.toIntExact(parameter.size()));
    }

    /** Whether the parameter has its own value for every entry of an axis. */
    private boolean varies(Shape parameter, Shape values, int axis) {
        if (node.op() instanceof Op.LayerNorm norm) {
            return axis >= values.rank() - norm.axes();
        }
        if (node.op() instanceof Op.Affine) {
            int own = axis - values.rank() + parameter.rank();
            return own >= 0 && parameter.dim(own) > 1;
        }
        return axis == 1 && parameter.size() > 1;
    }
}
