package dev.whence.engine.relevance.lrp;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rules of weighted sums on one layer and one batch.
 *
 * @param layer the linear map
 * @param bias what the denominators see: the layer's bias, or nothing where biases are zeroed
 * @param x the layer's input, {@code [u, ...]}, one for each image
 * @param nonNegative whether no value of the input can be negative
 * @param relevance at its output, {@code [p, ...]}, one for each signal
 * @param signals which image each signal runs through
 */
record WeightedRules(
        WeightedLayer layer,
        @Nullable DeviceArray bias,
        DeviceArray x,
        boolean nonNegative,
        DeviceArray relevance,
        Signals signals) {

    /**
     * The relevance of the layer's input.
     *
     * @throws IllegalArgumentException for a rule that is not one of weighted sums
     */
    DeviceArray apply(Rule rule) {
        if (rule instanceof Rule.Epsilon epsilon) {
            return epsilon(epsilon.stabilizer());
        }
        if (rule instanceof Rule.ZPlus plus) {
            return positive(plus.stabilizer());
        }
        if (rule instanceof Rule.AlphaBeta both) {
            return alphaBeta(both);
        }
        if (rule instanceof Rule.Gamma gamma) {
            return gamma(gamma);
        }
        if (rule instanceof Rule.ZBox box) {
            return box(box);
        }
        if (rule instanceof Rule.WSquare square) {
            DeviceArray w = layer.weight().square();
            return unweighted(w, bias == null ? null : bias.square(), square.stabilizer());
        }
        if (rule instanceof Rule.Flat flat) {
            return unweighted(onesLike(layer.weight()), null, flat.stabilizer());
        }
        throw new IllegalArgumentException(rule.label() + " is not a rule of weighted sums");
    }

    private DeviceArray epsilon(Stabilizer stabilizer) {
        DeviceArray s = share(relevance, layer.forward(x, layer.weight(), bias), stabilizer);
        return signals.aligned(x).multiply(layer.transposed(s, layer.weight(), x));
    }

    /** {@code R / stab(z)}; the denominators of an image are computed once for all its signals. */
    private DeviceArray share(DeviceArray r, DeviceArray z, Stabilizer stabilizer) {
        return r.divide(signals.aligned(stabilizer.apply(z)));
    }

    private DeviceArray positive(Stabilizer stabilizer) {
        DeviceArray up = positivePart(layer.weight());
        DeviceArray down = negativePart(layer.weight());
        return split(up, down, bias == null ? null : positivePart(bias), stabilizer, relevance);
    }

    private DeviceArray alphaBeta(Rule.AlphaBeta rule) {
        DeviceArray up = positivePart(layer.weight());
        DeviceArray down = negativePart(layer.weight());
        DeviceArray activating =
                split(up, down, bias == null ? null : positivePart(bias), rule.stabilizer(), relevance);
        DeviceArray inhibiting =
                split(down, up, bias == null ? null : negativePart(bias), rule.stabilizer(), relevance);
        return activating.multiply(rule.alpha()).subtract(inhibiting.multiply(rule.beta()));
    }

    private DeviceArray gamma(Rule.Gamma rule) {
        DeviceArray up = layer.weight().add(positivePart(layer.weight()).multiply(rule.gamma()));
        DeviceArray down = layer.weight().add(negativePart(layer.weight()).multiply(rule.gamma()));
        DeviceArray upBias = bias == null ? null : bias.add(positivePart(bias).multiply(rule.gamma()));
        DeviceArray downBias = bias == null ? null : bias.add(negativePart(bias).multiply(rule.gamma()));
        // The sign of an output is that of the real layer, whether or not its bias takes part in the shares.
        DeviceArray z = signals.aligned(layer.forward(x, layer.weight(), layer.bias()));
        DeviceArray zero = x.scope().scalar(0);
        DeviceArray above = z.greaterThan(zero).choose(relevance, zero);
        DeviceArray below = zero.greaterThan(z).choose(relevance, zero);
        return split(up, down, upBias, rule.stabilizer(), above)
                .add(split(down, up, downBias, rule.stabilizer(), below));
    }

    /** Shares of {@code L(x+; direct, b) + L(x-; crossed, 0)}. */
    private DeviceArray split(
            DeviceArray direct, DeviceArray crossed, @Nullable DeviceArray b, Stabilizer stabilizer, DeviceArray r) {
        if (nonNegative) {
            DeviceArray s = share(r, layer.forward(x, direct, b), stabilizer);
            return signals.aligned(x).multiply(layer.transposed(s, direct, x));
        }
        DeviceArray positive = positivePart(x);
        DeviceArray negative = negativePart(x);
        DeviceArray z = layer.forward(positive, direct, b).add(layer.forward(negative, crossed, null));
        DeviceArray s = share(r, z, stabilizer);
        return signals.aligned(positive)
                .multiply(layer.transposed(s, direct, x))
                .add(signals.aligned(negative).multiply(layer.transposed(s, crossed, x)));
    }

    private DeviceArray box(Rule.ZBox rule) {
        DeviceArray up = positivePart(layer.weight());
        DeviceArray down = negativePart(layer.weight());
        DeviceArray low = bound(rule.low());
        DeviceArray high = bound(rule.high());
        DeviceArray z = layer.forward(x, layer.weight(), null)
                .subtract(layer.forward(low, up, null))
                .subtract(layer.forward(high, down, null));
        DeviceArray s = share(relevance, z, rule.stabilizer());
        return signals.aligned(x)
                .multiply(layer.transposed(s, layer.weight(), x))
                .subtract(low.multiply(layer.transposed(s, up, x)))
                .subtract(high.multiply(layer.transposed(s, down, x)));
    }

    /** The denominators do not depend on the image. */
    private DeviceArray unweighted(DeviceArray w, @Nullable DeviceArray b, Stabilizer stabilizer) {
        int[] one = oneImage();
        DeviceArray z = layer.forward(x.scope().full(1, one), w, b);
        return layer.transposed(relevance.divide(stabilizer.apply(z)), w, x);
    }

    private int[] oneImage() {
        int[] shape = x.shape().toArray();
        shape[0] = 1;
        return shape;
    }

    /** A bound as an array of one image's shape: one value, or one per channel. */
    private DeviceArray bound(Tensor values) {
        Scope scope = x.scope();
        int[] shape = oneImage();
        if (values.size() == 1) {
            return scope.full(values.get(0), shape);
        }
        int[] perChannel = new int[shape.length];
        Arrays.fill(perChannel, 1);
        perChannel[1] = values.size();
        return scope.of(values).reshape(perChannel).broadcastTo(shape);
    }

    private DeviceArray onesLike(DeviceArray array) {
        return x.scope().full(1, array.shape().toArray());
    }

    private DeviceArray positivePart(DeviceArray array) {
        return x.scope().constant(array).relu();
    }

    private DeviceArray negativePart(DeviceArray array) {
        return x.scope().constant(array).atMost(0);
    }
}
