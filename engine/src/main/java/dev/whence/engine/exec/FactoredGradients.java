package dev.whence.engine.exec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The factors of a weighted sum's gradients. A linear layer is applied at one or more positions of an image, a
 * convolution at every position of its kernel, each of its groups apart; the gradient of group {@code u} by the weight is
 * {@code sum over positions s of outputs[u, s] inputs[u, s]^T} and by the bias {@code sum over s of outputs[u, s]}.
 *
 * @param weight name of the weight {@code [out, ...]}, absent if no gradient by it is wanted
 * @param bias name of the bias {@code [out]}, absent if no gradient by it is wanted
 * @param inputs what enters the sum, {@code [n, groups, positions, in / groups]}
 * @param outputs gradients at its result, {@code [n, groups, positions, out / groups]}
 */
public record FactoredGradients(
        @Nullable String weight, @Nullable String bias, DeviceArray inputs, DeviceArray outputs)
        implements LayerGradients {

    @Override
    public List<String> parameters() {
        List<String> names = new ArrayList<>();
        if (weight != null) {
            names.add(weight);
        }
        if (bias != null) {
            names.add(bias);
        }
        return List.copyOf(names);
    }

    /** The same for weight and bias apart. */
    List<FactoredGradients> apart() {
        List<FactoredGradients> parts = new ArrayList<>();
        if (weight != null) {
            parts.add(new FactoredGradients(weight, null, inputs, outputs));
        }
        if (bias != null) {
            parts.add(new FactoredGradients(null, bias, inputs, outputs));
        }
        return parts;
    }

    @Override
    public int images() {
        return inputs.shape().dim(0);
    }

    /** Positions of one image. */
    public int positions() {
        return inputs.shape().dim(2);
    }

    public int groups() {
        return inputs.shape().dim(1);
    }

    /** Values that enter the sum in each group. */
    public int inputSize() {
        return inputs.shape().dim(3);
    }

    /** Values that leave the sum in each group. */
    public int outputSize() {
        return outputs.shape().dim(3);
    }

    /**
     * What the gradient's left factor is multiplied with: the inputs if the weight takes part, followed by a 1 if the bias
     * does, {@code [n, groups, positions, in / groups (+ 1)]}.
     */
    public DeviceArray extendedInputs() {
        if (bias == null) {
            return inputs;
        }
        DeviceArray ones = inputs.scope().full(1, images(), groups(), positions(), 1);
        return weight == null ? ones : DeviceArray.concat(3, List.of(inputs, ones));
    }

    @Override
    public Map<String, DeviceArray> rows() {
        Map<String, DeviceArray> rows = new LinkedHashMap<>();
        if (weight != null) {
            rows.put(weight, flat(outputs.transpose(2, 3).matmul(inputs)));
        }
        if (bias != null) {
            rows.put(bias, flat(outputs.sum(false, 2)));
        }
        return rows;
    }

    @Override
    public DeviceArray products(LayerGradients others) {
        if (others instanceof FactoredGradients factors
                && factors.parameters().equals(parameters())
                && pairCost(positions(), factors.positions()) <= writtenOut()) {
            return pairProducts(factors);
        }
        return along(others.rows());
    }

    /** {@code sum over groups u and positions s, t of (a_us . a'_ut)(g_us . g'_ut)}, the first factor plus 1 for the bias. */
    private DeviceArray pairProducts(FactoredGradients others) {
        DeviceArray sum = null;
        for (int u = 0; u < groups(); u++) {
            DeviceArray pairs = crossed(outputs, others.outputs, u);
            if (weight != null) {
                DeviceArray entering = crossed(inputs, others.inputs, u);
                pairs = pairs.multiply(bias == null ? entering : entering.add(1));
            }
            sum = sum == null ? pairs : sum.add(pairs);
        }
        if (sum == null) {
            throw new IllegalStateException("a layer without groups");
        }
        if (positions() == 1 && others.positions() == 1) {
            return sum;
        }
        return sum.reshape(images(), positions(), others.images(), others.positions())
                .sum(false, 1, 3);
    }

    /** {@code [n positions, m positions]}. */
    private static DeviceArray crossed(DeviceArray ours, DeviceArray theirs, int group) {
        return ofGroup(ours, group).matmul(ofGroup(theirs, group).transpose(0, 1));
    }

    private static DeviceArray ofGroup(DeviceArray factors, int group) {
        int width = factors.shape().dim(3);
        return factors.slice(1, group, group + 1).reshape(-1, width);
    }

    @Override
    public DeviceArray along(Map<String, DeviceArray> directions) {
        if (groups() > 1 || positions() > 1) {
            return new RowGradients(rows()).along(directions);
        }
        DeviceArray leaving = outputs.reshape(images(), outputSize());
        DeviceArray sum = null;
        if (weight != null) {
            DeviceArray vectors = direction(directions, weight);
            int m = vectors.shape().dim(0);
            // a_i^T V_j^T for all directions in one product, then its inner product with g_i.
            DeviceArray mapped = inputs.reshape(images(), inputSize())
                    .matmul(vectors.reshape(m * outputSize(), inputSize()).transpose(0, 1))
                    .reshape(images(), m, outputSize());
            sum = mapped.matmul(leaving.reshape(images(), outputSize(), 1)).reshape(images(), m);
        }
        if (bias != null) {
            DeviceArray part = leaving.matmul(direction(directions, bias).transpose(0, 1));
            sum = sum == null ? part : sum.add(part);
        }
        if (sum == null) {
            throw new IllegalStateException("no parameters");
        }
        return sum;
    }

    @Override
    public Map<String, DeviceArray> weighted(DeviceArray weights) {
        if (groups() > 1 || positions() > 1) {
            return new RowGradients(rows()).weighted(weights);
        }
        int m = weights.shape().dim(1);
        DeviceArray leaving = outputs.reshape(images(), 1, outputSize());
        // One column for each of the m sums and each output: w_ij g_io.
        DeviceArray columns = weights.reshape(images(), m, 1).multiply(leaving).reshape(images(), m * outputSize());
        Map<String, DeviceArray> sums = new LinkedHashMap<>();
        if (weight != null) {
            DeviceArray entering = inputs.reshape(images(), inputSize());
            sums.put(weight, columns.transpose(0, 1).matmul(entering).reshape(m, outputSize() * inputSize()));
        }
        if (bias != null) {
            sums.put(bias, columns.sum(false, 0).reshape(m, outputSize()));
        }
        return sums;
    }

    private static DeviceArray direction(Map<String, DeviceArray> directions, String name) {
        DeviceArray found = directions.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no direction for " + name);
        }
        return found;
    }

    @Override
    public DeviceArray squaredNorms() {
        if (groups() > 1 || positions() > 1) {
            return new RowGradients(rows()).squaredNorms();
        }
        DeviceArray leaving = outputs.square().sum(false, 1, 2, 3);
        if (weight == null) {
            return leaving;
        }
        DeviceArray entering = inputs.square().sum(false, 1, 2, 3);
        return leaving.multiply(bias == null ? entering : entering.add(1));
    }

    @Override
    public LayerGradients compact() {
        return pairCost(positions(), positions()) <= writtenOut() ? this : new RowGradients(rows());
    }

    @Override
    public LayerGradients keptIn(Scope scope) {
        return new FactoredGradients(weight, bias, scope.keep(inputs), scope.keep(outputs));
    }

    /** Multiplications for one pair of images. */
    private long pairCost(int ours, int theirs) {
        return (long) ours * theirs * (inputSize() + outputSize());
    }

    /** Multiplications for one pair of images whose gradients are written out. */
    private long writtenOut() {
        return (long) inputSize() * outputSize();
    }

    /** Factors of the same layer at more positions. */
    FactoredGradients joinedWith(FactoredGradients more) {
        return new FactoredGradients(
                weight,
                bias,
                DeviceArray.concat(2, List.of(inputs, more.inputs)),
                DeviceArray.concat(2, List.of(outputs, more.outputs)));
    }

    /** {@code [n, values]}: groups and what follows them become one axis. */
    private static DeviceArray flat(DeviceArray array) {
        int[] shape = array.shape().toArray();
        int values = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            values = Math.multiplyExact(values, shape[axis]);
        }
        return array.reshape(shape[0], values);
    }
}
