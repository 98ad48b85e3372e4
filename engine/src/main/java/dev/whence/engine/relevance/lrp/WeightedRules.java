package dev.whence.engine.relevance.lrp;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of weighted sums on one layer and one batch. Rules that tell positive from negative inputs see both parts of
 * the input side by side (see {@link SplitInput}), or the input itself where it has no negative part.
 *
 * @param layer the linear map
 * @param bias what the denominators see: the layer's bias, or nothing where biases are zeroed
 * @param x the layer's input, {@code [u, ...]}, one for each image
 * @param nonNegative whether no value of the input can be negative
 */
record WeightedRules(WeightedLayer layer, @Nullable DeviceArray bias, DeviceArray x, boolean nonNegative) {

    /** How many {@linkplain #sums sums} a rule has. */
    static int countOfSums(Rule rule) {
        if (rule instanceof Rule.AlphaBeta || rule instanceof Rule.Gamma) {
            return 2;
        }
        return rule instanceof Rule.Epsilon ? 1 : 0;
    }

    /**
     * Sums without bias of which a rule's denominators and the layer's own value are both made, so that no convolution is
     * done twice: none where the two have nothing in common.
     *
     * @return each {@code [u, ...output]}
     */
    List<DeviceArray> sums(Rule rule) {
        if (rule instanceof Rule.AlphaBeta) {
            SplitInput parts = parts();
            return List.of(
                    layer.forward(parts.values(), parts.weights(up(), down()), null),
                    layer.forward(parts.values(), parts.weights(down(), up()), null));
        }
        if (rule instanceof Rule.Gamma) {
            SplitInput parts = parts();
            return List.of(
                    layer.forward(x, layer.weight(), null),
                    layer.forward(parts.values(), parts.weights(up(), down()), null));
        }
        return rule instanceof Rule.Epsilon ? List.of(layer.forward(x, layer.weight(), null)) : List.of();
    }

    /**
     * The layer's own value.
     *
     * @param sums at least one
     */
    DeviceArray value(Rule rule, List<DeviceArray> sums) {
        DeviceArray sum = rule instanceof Rule.AlphaBeta ? sums.get(0).add(sums.get(1)) : sums.get(0);
        return layer.shifted(sum, layer.bias());
    }

    /**
     * The relevance of the layer's input.
     *
     * @param sums what {@link #sums} gave
     * @param relevance at its output, {@code [p, ...]}, one for each signal
     * @param signals which image each signal runs through
     * @throws IllegalArgumentException for a rule that is not one of weighted sums
     */
    DeviceArray apply(Rule rule, List<DeviceArray> sums, DeviceArray relevance, Signals signals) {
        if (rule instanceof Rule.Epsilon epsilon) {
            DeviceArray z = epsilon.stabilizer().apply(layer.shifted(sums.get(0), bias));
            return SplitInput.whole(layer, x).shares(layer, layer.weight(), signals.divided(relevance, z), signals);
        }
        if (rule instanceof Rule.ZPlus plus) {
            SplitInput parts = parts();
            DeviceArray w = parts.weights(up(), down());
            DeviceArray z = plus.stabilizer().above(layer.forward(parts.values(), w, positivePart(bias)));
            return parts.shares(layer, w, signals.divided(relevance, z), signals);
        }
        if (rule instanceof Rule.AlphaBeta both) {
            return alphaBeta(both, sums, relevance, signals);
        }
        if (rule instanceof Rule.Gamma gamma) {
            return gamma(gamma, sums, relevance, signals);
        }
        if (rule instanceof Rule.ZBox box) {
            return box(box, relevance, signals);
        }
        if (rule instanceof Rule.WSquare square) {
            return squared(square.stabilizer(), relevance);
        }
        if (rule instanceof Rule.Flat flat) {
            return layer.evenly(relevance, x, flat.stabilizer());
        }
        throw new IllegalArgumentException(rule.label() + " is not a rule of weighted sums");
    }

    private DeviceArray alphaBeta(Rule.AlphaBeta rule, List<DeviceArray> sums, DeviceArray relevance, Signals signals) {
        DeviceArray above = rule.stabilizer().above(layer.shifted(sums.get(0), positivePart(bias)));
        DeviceArray below = rule.stabilizer().below(layer.shifted(sums.get(1), negativePart(bias)));
        SplitInput parts = parts();
        return parts.shares(
                layer,
                parts.weights(up(), down()).multiply(rule.alpha()),
                signals.divided(relevance, above),
                parts.weights(down(), up()).multiply(-rule.beta()),
                signals.divided(relevance, below),
                signals);
    }

    private DeviceArray gamma(Rule.Gamma rule, List<DeviceArray> sums, DeviceArray relevance, Signals signals) {
        DeviceArray own = layer.shifted(sums.get(0), bias);
        DeviceArray favoured = layer.shifted(sums.get(1), positivePart(bias)).multiply(rule.gamma());
        DeviceArray above = rule.stabilizer().apply(own.add(favoured));
        DeviceArray below =
                rule.stabilizer().apply(own.multiply(1 + rule.gamma()).subtract(favoured));
        // The sign of an output is that of the real layer, whether or not its bias takes part in the shares.
        DeviceArray z = layer.shifted(sums.get(0), layer.bias());
        SplitInput parts = parts();
        DeviceArray moreUp = layer.weight().add(up().multiply(rule.gamma()));
        DeviceArray moreDown = layer.weight().add(down().multiply(rule.gamma()));
        return parts.shares(
                layer,
                parts.weights(moreUp, moreDown),
                signals.multiplied(relevance, inverse(above).whereAbove(z)),
                parts.weights(moreDown, moreUp),
                signals.multiplied(relevance, inverse(below).whereAbove(z.negate())),
                signals);
    }

    private static DeviceArray inverse(DeviceArray values) {
        return values.scope().scalar(1).divide(values);
    }

    /** The distances from both bounds are the parts: {@code (x - l) w+ + (x - h) w-} is the rule's denominator. */
    private DeviceArray box(Rule.ZBox rule, DeviceArray relevance, Signals signals) {
        DeviceArray fromLow = x.subtract(bound(rule.low()));
        DeviceArray fromHigh = x.subtract(bound(rule.high()));
        SplitInput parts = SplitInput.of(layer, fromLow, fromHigh);
        DeviceArray w = parts.weights(up(), down());
        DeviceArray z = rule.stabilizer().apply(layer.forward(parts.values(), w, null));
        return parts.shares(layer, w, signals.divided(relevance, z), signals);
    }

    /** The denominators do not depend on the image. */
    private DeviceArray squared(Stabilizer stabilizer, DeviceArray relevance) {
        DeviceArray w = layer.weight().square();
        DeviceArray z = layer.forward(x.scope().full(1, oneImage()), w, bias == null ? null : bias.square());
        return layer.transposed(relevance.divide(stabilizer.above(z)), w, x);
    }

    private SplitInput parts() {
        return nonNegative ? SplitInput.whole(layer, x) : SplitInput.of(layer, x.relu(), x.atMost(0));
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

    private DeviceArray up() {
        return x.scope().constant(layer.weight()).relu();
    }

    private DeviceArray down() {
        return x.scope().constant(layer.weight()).atMost(0);
    }

    private @Nullable DeviceArray positivePart(@Nullable DeviceArray b) {
        return b == null ? null : x.scope().constant(b).relu();
    }

    private @Nullable DeviceArray negativePart(@Nullable DeviceArray b) {
        return b == null ? null : x.scope().constant(b).atMost(0);
    }
}
