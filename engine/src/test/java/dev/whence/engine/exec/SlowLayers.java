package dev.whence.engine.exec;

import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Layers computed straight from their definitions, in float64, one value at a time. All arrays carry the batch axis. */
final class SlowLayers {

    private final Map<String, Tensor> weights;

    SlowLayers(Map<String, Tensor> weights) {
        this.weights = weights;
    }

    Tensor compute(Op op, List<Tensor> in, Shape resultPerImage) {
        Tensor x = in.get(0);
        if (op instanceof Op.Conv2d conv) {
            return convolve(conv, x);
        } else if (op instanceof Op.Linear linear) {
            return linear(linear, x);
        } else if (op instanceof Op.BatchNorm norm) {
            return batchNorm(norm, x);
        } else if (op instanceof Op.LayerNorm norm) {
            return layerNorm(norm, x);
        } else if (op instanceof Op.GroupNorm norm) {
            return groupNorm(norm, x);
        } else if (op instanceof Op.PRelu prelu) {
            Tensor slope = weights.get(prelu.weight());
            return fill(x.shape(), at -> {
                double v = SlowPooling.at(x, at);
                return v > 0 ? v : v * slope.get(slope.size() == 1 ? 0 : at[1]);
            });
        } else if (op instanceof Op.Affine affine) {
            Tensor scaled = affine.scale() == null ? x : join(x, weights.get(affine.scale()), (a, b) -> a * b);
            return affine.shift() == null ? scaled : join(scaled, weights.get(affine.shift()), Double::sum);
        } else if (op instanceof Op.Add) {
            return in.stream().reduce((a, b) -> join(a, b, Double::sum)).orElseThrow();
        } else if (op instanceof Op.Subtract) {
            return join(x, in.get(1), (a, b) -> a - b);
        } else if (op instanceof Op.Multiply) {
            return join(x, in.get(1), (a, b) -> a * b);
        } else if (op instanceof Op.Divide) {
            return join(x, in.get(1), (a, b) -> a / b);
        } else if (op instanceof Op.Softmax softmax) {
            return softmax(x, softmax.axis(), false);
        } else if (op instanceof Op.LogSoftmax softmax) {
            return softmax(x, softmax.axis(), true);
        }
        DoubleUnaryOperator function = SlowActivations.of(op);
        if (function != null) {
            return fill(x.shape(), at -> function.applyAsDouble(SlowPooling.at(x, at)));
        }
        return SlowPooling.compute(op, in, resultPerImage);
    }

    private Tensor convolve(Op.Conv2d conv, Tensor x) {
        Tensor w = weights.get(conv.weight());
        int kh = w.shape().dim(2);
        int kw = w.shape().dim(3);
        int perGroup = w.shape().dim(1);
        int outPerGroup = w.shape().dim(0) / conv.groups();
        Shape result = Shape.of(
                x.shape().dim(0),
                w.shape().dim(0),
                (x.shape().dim(2)
                                        + 2 * conv.padding().vertical()
                                        - conv.dilation().vertical() * (kh - 1)
                                        - 1)
                                / conv.stride().vertical()
                        + 1,
                (x.shape().dim(3)
                                        + 2 * conv.padding().horizontal()
                                        - conv.dilation().horizontal() * (kw - 1)
                                        - 1)
                                / conv.stride().horizontal()
                        + 1);
        return fill(result, at -> {
            double sum = conv.bias() == null ? 0 : weights.get(conv.bias()).get(at[1]);
            for (int c = 0; c < perGroup; c++) {
                for (int i = 0; i < kh; i++) {
                    for (int j = 0; j < kw; j++) {
                        int row = at[2] * conv.stride().vertical()
                                - conv.padding().vertical()
                                + i * conv.dilation().vertical();
                        int column = at[3] * conv.stride().horizontal()
                                - conv.padding().horizontal()
                                + j * conv.dilation().horizontal();
                        int channel = at[1] / outPerGroup * perGroup + c;
                        sum += SlowPooling.inside(x, row, column)
                                ? SlowPooling.at(x, at[0], channel, row, column) * SlowPooling.at(w, at[1], c, i, j)
                                : 0;
                    }
                }
            }
            return sum;
        });
    }

    private Tensor linear(Op.Linear linear, Tensor x) {
        Tensor w = weights.get(linear.weight());
        int[] shape = x.shape().toArray();
        shape[shape.length - 1] = w.shape().dim(0);
        return fill(Shape.of(shape), at -> {
            int k = at[at.length - 1];
            double sum = linear.bias() == null ? 0 : weights.get(linear.bias()).get(k);
            int[] source = at.clone();
            for (int j = 0; j < w.shape().dim(1); j++) {
                source[source.length - 1] = j;
                sum += SlowPooling.at(x, source) * SlowPooling.at(w, k, j);
            }
            return sum;
        });
    }

    private Tensor batchNorm(Op.BatchNorm norm, Tensor x) {
        return fill(x.shape(), at -> {
            int c = at[1];
            double v = (SlowPooling.at(x, at) - weights.get(norm.mean()).get(c))
                    / Math.sqrt(weights.get(norm.variance()).get(c) + norm.epsilon());
            v = norm.weight() == null ? v : v * weights.get(norm.weight()).get(c);
            return norm.bias() == null ? v : v + weights.get(norm.bias()).get(c);
        });
    }

    private Tensor layerNorm(Op.LayerNorm norm, Tensor x) {
        int block = 1;
        for (int axis = 1; axis <= norm.axes(); axis++) {
            block *= x.shape().dim(-axis);
        }
        double[] result = standardised(x, block, norm.epsilon());
        for (int i = 0; i < result.length; i++) {
            result[i] *= norm.weight() == null ? 1 : weights.get(norm.weight()).get(i % block);
            result[i] += norm.bias() == null ? 0 : weights.get(norm.bias()).get(i % block);
        }
        return Tensor.of(result, x.shape().toArray());
    }

    private Tensor groupNorm(Op.GroupNorm norm, Tensor x) {
        int perImage = x.size() / x.shape().dim(0);
        int perChannel = perImage / x.shape().dim(1);
        double[] result = standardised(x, perImage / norm.groups(), norm.epsilon());
        for (int i = 0; i < result.length; i++) {
            int channel = i % perImage / perChannel;
            result[i] *= norm.weight() == null ? 1 : weights.get(norm.weight()).get(channel);
            result[i] += norm.bias() == null ? 0 : weights.get(norm.bias()).get(channel);
        }
        return Tensor.of(result, x.shape().toArray());
    }

    private static double[] standardised(Tensor x, int block, double epsilon) {
        double[] result = new double[x.size()];
        for (int start = 0; start < result.length; start += block) {
            double mean = 0;
            double variance = 0;
            for (int i = start; i < start + block; i++) {
                mean += x.get(i) / block;
            }
            for (int i = start; i < start + block; i++) {
                variance += (x.get(i) - mean) * (x.get(i) - mean) / block;
            }
            for (int i = start; i < start + block; i++) {
                result[i] = (x.get(i) - mean) / Math.sqrt(variance + epsilon);
            }
        }
        return result;
    }

    private static Tensor softmax(Tensor x, int axis, boolean logarithm) {
        return fill(x.shape(), at -> {
            double total = 0;
            int[] other = at.clone();
            for (int i = 0; i < x.shape().dim(axis); i++) {
                other[axis] = i;
                total += Math.exp(SlowPooling.at(x, other));
            }
            double v = SlowPooling.at(x, at);
            return logarithm ? v - Math.log(total) : Math.exp(v) / total;
        });
    }

    /** Two arrays with shapes aligned at their last axes; an axis of size 1 or a missing one is repeated. */
    private static Tensor join(Tensor a, Tensor b, DoubleBinaryOperator operator) {
        int rank = Math.max(a.shape().rank(), b.shape().rank());
        int[] shape = IntStream.range(0, rank)
                .map(axis -> Math.max(aligned(a.shape(), axis, rank), aligned(b.shape(), axis, rank)))
                .toArray();
        return fill(
                Shape.of(shape),
                at -> operator.applyAsDouble(SlowPooling.at(a, repeated(a, at)), SlowPooling.at(b, repeated(b, at))));
    }

    private static int aligned(Shape shape, int axis, int rank) {
        int own = axis - (rank - shape.rank());
        return own < 0 ? 1 : shape.dim(own);
    }

    private static int[] repeated(Tensor tensor, int[] at) {
        int skip = at.length - tensor.shape().rank();
        return IntStream.range(0, tensor.shape().rank())
                .map(axis -> tensor.shape().dim(axis) == 1 ? 0 : at[axis + skip])
                .toArray();
    }

    static Tensor fill(Shape shape, Entry entry) {
        double[] values = new double[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = entry.at(SlowPooling.position(shape, i));
        }
        return Tensor.of(values, shape.toArray());
    }

    interface Entry {
        double at(int[] position);
    }
}
