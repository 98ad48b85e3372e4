package dev.whence.engine.attribution.dual;

import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * Weight vectors of all classes, stored {@code [feature][class]} so that the inner loops run over classes and vectorise.
 * The last feature is the constant one.
 */
final class Weights {

    private final double[] values;
    private final int features;
    private final int classes;

    /** @param features number of features, the constant one included */
    Weights(int features, int classes) {
        this.features = features;
        this.classes = classes;
        this.values = new double[Math.multiplyExact(features, classes)];
    }

    Weights copy() {
        Weights twin = new Weights(features, classes);
        twin.set(this);
        return twin;
    }

    void set(Weights other) {
        System.arraycopy(other.values, 0, values, 0, values.length);
    }

    void clear() {
        Arrays.fill(values, 0);
    }

    double squaredNorm() {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    /** Writes {@code w_m . x} for every class m into the first entries of {@code scores}. Four features at a time. */
    void scores(SparseRow row, double[] scores) {
        int[] at = row.positions();
        double[] x = row.values();
        int count = row.count();
        int k = classes;
        double[] w = values;
        Arrays.fill(scores, 0, k, 0);
        int i = 0;
        for (; i + 3 < count; i += 4) {
            int o0 = at[i] * k;
            int o1 = at[i + 1] * k;
            int o2 = at[i + 2] * k;
            int o3 = at[i + 3] * k;
            double x0 = x[i];
            double x1 = x[i + 1];
            double x2 = x[i + 2];
            double x3 = x[i + 3];
            for (int m = 0; m < k; m++) {
                scores[m] += (x0 * w[o0 + m] + x1 * w[o1 + m]) + (x2 * w[o2 + m] + x3 * w[o3 + m]);
            }
        }
        for (; i < count; i++) {
            int o = at[i] * k;
            double xi = x[i];
            for (int m = 0; m < k; m++) {
                scores[m] += xi * w[o + m];
            }
        }
    }

    /** Adds {@code amount * x} to the weight vector of one class. */
    void add(SparseRow row, int cls, double amount) {
        int[] at = row.positions();
        double[] x = row.values();
        for (int i = 0; i < row.count(); i++) {
            values[at[i] * classes + cls] += amount * x[i];
        }
    }

    /** {@code this . other} over all entries. */
    double dot(Weights other) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * other.values[i];
        }
        return sum;
    }

    /** Becomes {@code a + factor * b}. */
    void setSum(Weights a, double factor, Weights b) {
        for (int i = 0; i < values.length; i++) {
            values[i] = a.values[i] + factor * b.values[i];
        }
    }

    /** A copy as {@code [classes, features]} float64. */
    Tensor byClass() {
        double[] turned = new double[values.length];
        for (int j = 0; j < features; j++) {
            for (int m = 0; m < classes; m++) {
                turned[m * features + j] = values[j * classes + m];
            }
        }
        return Tensor.of(turned, classes, features);
    }
}
