package dev.whence.engine.exec;

import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Pooling and the rearranging of values, from their definitions. All arrays carry the batch axis. */
final class SlowPooling {

    private SlowPooling() {}

    static Tensor compute(Op op, List<Tensor> in, Shape resultPerImage) {
        Tensor x = in.get(0);
        Shape result = resultPerImage.prepend(x.shape().dim(0));
        if (op instanceof Op.MaxPool2d pool) {
            return SlowLayers.fill(result, at -> maximum(pool, x, at));
        } else if (op instanceof Op.AvgPool2d pool) {
            return SlowLayers.fill(result, at -> average(pool, x, at));
        } else if (op instanceof Op.AdaptiveAvgPool2d pool) {
            return SlowLayers.fill(result, at -> adaptive(pool.output(), x, at, true));
        } else if (op instanceof Op.AdaptiveMaxPool2d pool) {
            return SlowLayers.fill(result, at -> adaptive(pool.output(), x, at, false));
        } else if (op instanceof Op.Mean mean) {
            return mean(mean, x, result);
        } else if (op instanceof Op.Concat concat) {
            return SlowLayers.fill(result, at -> concatenated(concat.axis(), in, at));
        } else if (op instanceof Op.Reshape) {
            return x.reshape(result.toArray());
        } else if (op instanceof Op.Permute permute) {
            return SlowLayers.fill(result, at -> {
                int[] source = new int[at.length];
                for (int axis = 0; axis < at.length; axis++) {
                    source[permute.order().get(axis)] = at[axis];
                }
                return at(x, source);
            });
        } else if (op instanceof Op.Slice slice) {
            return SlowLayers.fill(result, at -> {
                int[] source = at.clone();
                source[slice.axis()] = slice.start() + at[slice.axis()] * slice.step();
                return at(x, source);
            });
        } else if (op instanceof Op.Pad2d pad) {
            return SlowLayers.fill(result, at -> {
                int row = at[2] - pad.top();
                int column = at[3] - pad.left();
                return inside(x, row, column) ? at(x, at[0], at[1], row, column) : pad.value();
            });
        }
        throw new IllegalArgumentException("no definition of " + op);
    }

    private static double maximum(Op.MaxPool2d pool, Tensor x, int[] at) {
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < pool.kernel().vertical(); i++) {
            for (int j = 0; j < pool.kernel().horizontal(); j++) {
                int row = at[2] * pool.stride().vertical()
                        - pool.padding().vertical()
                        + i * pool.dilation().vertical();
                int column = at[3] * pool.stride().horizontal()
                        - pool.padding().horizontal()
                        + j * pool.dilation().horizontal();
                best = inside(x, row, column) ? Math.max(best, at(x, at[0], at[1], row, column)) : best;
            }
        }
        return best;
    }

    /** A window counts the padding it covers (if that counts at all), never what a rounded-up size adds beyond it. */
    private static double average(Op.AvgPool2d pool, Tensor x, int[] at) {
        double sum = 0;
        int counted = 0;
        int height = x.shape().dim(2) + pool.padding().vertical();
        int width = x.shape().dim(3) + pool.padding().horizontal();
        for (int i = 0; i < pool.kernel().vertical(); i++) {
            for (int j = 0; j < pool.kernel().horizontal(); j++) {
                int row = at[2] * pool.stride().vertical() - pool.padding().vertical() + i;
                int column = at[3] * pool.stride().horizontal() - pool.padding().horizontal() + j;
                boolean real = inside(x, row, column);
                sum += real ? at(x, at[0], at[1], row, column) : 0;
                counted += real || (pool.countIncludePad() && row < height && column < width) ? 1 : 0;
            }
        }
        return sum / (pool.divisor() == null ? counted : pool.divisor());
    }

    private static double adaptive(Pair output, Tensor x, int[] at, boolean average) {
        int height = x.shape().dim(2);
        int width = x.shape().dim(3);
        int top = at[2] * height / output.vertical();
        int bottom = ((at[2] + 1) * height + output.vertical() - 1) / output.vertical();
        int left = at[3] * width / output.horizontal();
        int right = ((at[3] + 1) * width + output.horizontal() - 1) / output.horizontal();
        double sum = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                double v = at(x, at[0], at[1], row, column);
                sum += v;
                best = Math.max(best, v);
            }
        }
        return average ? sum / ((bottom - top) * (right - left)) : best;
    }

    private static Tensor mean(Op.Mean mean, Tensor x, Shape result) {
        int[] kept = IntStream.range(0, x.shape().rank())
                .map(axis -> mean.axes().contains(axis) ? 1 : x.shape().dim(axis))
                .toArray();
        double[] sums = new double[(int) result.size()];
        for (int i = 0; i < x.size(); i++) {
            int[] at = position(x.shape(), i);
            mean.axes().forEach(axis -> at[axis] = 0);
            sums[flat(Shape.of(kept), at)] += x.get(i) * sums.length / x.size();
        }
        return Tensor.of(sums, result.toArray());
    }

    private static double concatenated(int axis, List<Tensor> in, int[] at) {
        int[] source = at.clone();
        for (Tensor part : in) {
            if (source[axis] < part.shape().dim(axis)) {
                return at(part, source);
            }
            source[axis] -= part.shape().dim(axis);
        }
        throw new IllegalArgumentException("beyond the last part");
    }

    static boolean inside(Tensor x, int row, int column) {
        return row >= 0
                && row < x.shape().dim(2)
                && column >= 0
                && column < x.shape().dim(3);
    }

    static double at(Tensor tensor, int... position) {
        return tensor.get(flat(tensor.shape(), position));
    }

    private static int flat(Shape shape, int[] position) {
        int flat = 0;
        for (int axis = 0; axis < position.length; axis++) {
            flat = flat * shape.dim(axis) + position[axis];
        }
        return flat;
    }

    static int[] position(Shape shape, int flat) {
        int[] position = new int[shape.rank()];
        int rest = flat;
        for (int axis = position.length - 1; axis >= 0; axis--) {
            position[axis] = rest % shape.dim(axis);
            rest /= shape.dim(axis);
        }
        return position;
    }
}
