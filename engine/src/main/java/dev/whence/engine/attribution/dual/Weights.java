package dev.whence.engine.attribution.dual;

import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;

/** Weight vectors of all classes, an array per class. The last feature is the constant one. */
final class Weights {

    private final double[][] values;
    private final int features;

    /** @param features number of features, the constant one included */
    Weights(int features, int classes) {
        this.features = features;
        this.values = new double[classes][features];
    }

    Weights copy() {
        Weights twin = new Weights(features, values.length);
        twin.set(this);
        return twin;
    }

    void set(Weights other) {
        for (int m = 0; m < values.length; m++) {
            System.arraycopy(other.values[m], 0, values[m], 0, features);
        }
    }

    void clear() {
        for (double[] ofClass : values) {
            Arrays.fill(ofClass, 0);
        }
    }

    int classes() {
        return values.length;
    }

    /** The weight vector of one class, not copied. */
    double[] of(int cls) {
        return values[cls];
    }

    double squaredNorm() {
        return dot(this);
    }

    /** Adds {@code amount * row} to the weight vector of one class. */
    void add(double[] row, int cls, double amount) {
        Dense.add(amount, row, values[cls]);
    }

    /** Becomes {@code this + factor * other}. */
    void add(double factor, Weights other) {
        for (int m = 0; m < values.length; m++) {
            Dense.add(factor, other.values[m], values[m]);
        }
    }

    /** {@code this . other} over all entries. */
    double dot(Weights other) {
        double sum = 0;
        for (int m = 0; m < values.length; m++) {
            sum += Dense.dot(values[m], other.values[m]);
        }
        return sum;
    }

    /** Becomes {@code a + factor * b}. */
    void setSum(Weights a, double factor, Weights b) {
        for (int m = 0; m < values.length; m++) {
            double[] target = values[m];
            double[] first = a.values[m];
            double[] second = b.values[m];
            for (int j = 0; j < features; j++) {
                target[j] = first[j] + factor * second[j];
            }
        }
    }

    /** A copy as {@code [classes, features]} float64. */
    Tensor byClass() {
        double[] joined = new double[Math.multiplyExact(values.length, features)];
        for (int m = 0; m < values.length; m++) {
            System.arraycopy(values[m], 0, joined, m * features, features);
        }
        return Tensor.of(joined, values.length, features);
    }
}
