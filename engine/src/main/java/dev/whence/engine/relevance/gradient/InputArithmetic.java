package dev.whence.engine.relevance.gradient;

import dev.whence.engine.tensor.Tensor;

/** Element-wise arithmetic on batches of inputs. */
final class InputArithmetic {

    private InputArithmetic() {}

    /** {@code a * b}, in float64. */
    static Tensor product(Tensor a, Tensor b) {
        double[] values = new double[a.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = a.get(i) * b.get(i);
        }
        return Tensor.of(values, a.shape().toArray());
    }

    /** {@code weight * values} is added to {@code sum}. */
    static void accumulate(double[] sum, Tensor values, double weight) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * values.get(i);
        }
    }

    /** {@code from + t (to - from)}, in float64. */
    static Tensor between(Tensor from, Tensor to, double t) {
        double[] values = new double[to.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = from.get(i) + t * (to.get(i) - from.get(i));
        }
        return Tensor.of(values, to.shape().toArray());
    }

    /** {@code a - b}, in float64. */
    static Tensor difference(Tensor a, Tensor b) {
        double[] values = new double[a.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = a.get(i) - b.get(i);
        }
        return Tensor.of(values, a.shape().toArray());
    }

    /** {@code scale * a}, in float64. */
    static Tensor scaled(Tensor a, double scale) {
        double[] values = new double[a.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * a.get(i);
        }
        return Tensor.of(values, a.shape().toArray());
    }
}
