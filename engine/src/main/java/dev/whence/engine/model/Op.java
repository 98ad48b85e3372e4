package dev.whence.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of layer. Weights are referred to by name and live in {@link Network}; a layer that is called twice names the
 * same weights twice. All spatial pairs are {@code (vertical, horizontal)}; the batch is axis 0 and never appears in
 * shapes.
 */
public sealed interface Op {

    /** The image that enters the network. Exactly one, node 0. */
    record Input() implements Op {}

    /**
     * 2-D cross-correlation with zero padding.
     *
     * @param weight {@code [out, in / groups, kh, kw]}
     * @param bias {@code [out]}
     */
    record Conv2d(String weight, @Nullable String bias, Pair stride, Pair padding, Pair dilation, int groups)
            implements Op {}

    /**
     * {@code y = x W^T + b} over the last axis.
     *
     * @param weight {@code [out, in]}
     * @param bias {@code [out]}
     */
    record Linear(String weight, @Nullable String bias) implements Op {}

    /** Batch normalisation in evaluation mode over channel axis 1; weight and bias may be absent (affine=False). */
    record BatchNorm(@Nullable String weight, @Nullable String bias, String mean, String variance, double epsilon)
            implements Op {}

    /** Normalises over the trailing axes, {@code axes} of them. */
    record LayerNorm(@Nullable String weight, @Nullable String bias, int axes, double epsilon) implements Op {}

    record GroupNorm(@Nullable String weight, @Nullable String bias, int groups, double epsilon) implements Op {}

    record Relu() implements Op {}

    record LeakyRelu(double slope) implements Op {}

    /** @param weight {@code [1]} or {@code [channels]} */
    record PRelu(String weight) implements Op {}

    record Elu(double alpha) implements Op {}

    /** Clamps to {@code [min, max]}; ReLU6 is {@code (0, 6)}. */
    record HardTanh(double min, double max) implements Op {}

    record HardSwish() implements Op {}

    record HardSigmoid() implements Op {}

    record Sigmoid() implements Op {}

    record Tanh() implements Op {}

    record Silu() implements Op {}

    /** @param tanh whether the tanh approximation is used instead of the exact error function */
    record Gelu(boolean tanh) implements Op {}

    record Softplus(double beta, double threshold) implements Op {}

    /** @param axis counted with the batch as axis 0 */
    record Softmax(int axis) implements Op {}

    /** @param axis counted with the batch as axis 0 */
    record LogSoftmax(int axis) implements Op {}

    record MaxPool2d(Pair kernel, Pair stride, Pair padding, Pair dilation, boolean ceilMode) implements Op {}

    /** @param divisor divides the window sum instead of the window size if present */
    record AvgPool2d(
            Pair kernel,
            Pair stride,
            Pair padding,
            boolean ceilMode,
            boolean countIncludePad,
            @Nullable Integer divisor)
            implements Op {}

    /** Averages over windows that tile the input to give the output size; may also enlarge. */
    record AdaptiveAvgPool2d(Pair output) implements Op {}

    record AdaptiveMaxPool2d(Pair output) implements Op {}

    /** Mean over axes counted with the batch as axis 0; axis 0 is never among them. */
    record Mean(List<Integer> axes, boolean keepDims) implements Op {
        public Mean {
            axes = List.copyOf(axes);
        }
    }

    /** Sum of two or more activations, broadcasting: the residual connection. */
    record Add() implements Op {}

    /** Difference of two activations, broadcasting. */
    record Subtract() implements Op {}

    /** Product of two activations, broadcasting: a gate. */
    record Multiply() implements Op {}

    /** Quotient of two activations, broadcasting. */
    record Divide() implements Op {}

    /**
     * {@code y = x * scale + shift} with constants that broadcast against the batch-free shape of the input.
     *
     * @param scale absent means 1
     * @param shift absent means 0
     */
    record Affine(@Nullable String scale, @Nullable String shift) implements Op {}

    /** @param axis counted with the batch as axis 0 */
    record Concat(int axis) implements Op {}

    /** Row-major reinterpretation of each image's values as the node's shape; covers flatten, view, squeeze. */
    record Reshape() implements Op {}

    /** @param order the source axis of each result axis, batch included; {@code order.get(0)} is 0 */
    record Permute(List<Integer> order) implements Op {
        public Permute {
            order = List.copyOf(order);
        }
    }

    /** Entries {@code start, start + step, ...} below {@code end} of an axis counted with the batch as axis 0. */
    record Slice(int axis, int start, int end, int step) implements Op {}

    /** Constant padding of the two spatial axes. */
    record Pad2d(int top, int bottom, int left, int right, double value) implements Op {}

    /** The identity in evaluation; kept because dropout ensembles switch it on. */
    record Dropout(double probability) implements Op {}

    /** Changes nothing; stands where a layer was merged into another. */
    record Identity() implements Op {}

    /** Two spatial sizes. */
    record Pair(int vertical, int horizontal) {

        public static Pair of(int both) {
            return new Pair(both, both);
        }

        @Override
        public String toString() {
            return vertical == horizontal ? Integer.toString(vertical) : vertical + "x" + horizontal;
        }
    }
}
