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

    /**
     * Writes {@code w_m . x} for every class m into the first entries of {@code scores}. Four classes at a time keep their
     * sums in registers: the loop over classes is too short to vectorise.
     */
    void scores(SparseRow row, double[] scores) {
        int m = 0;
        for (; m + 3 < classes; m += 4) {
            fourScores(row, m, scores);
        }
        if (m + 1 < classes) {
            twoScores(row, m, scores);
            m += 2;
        }
        if (m < classes) {
            scores[m] = score(row, m);
        }
    }

    private void fourScores(SparseRow row, int first, double[] scores) {
        int[] at = row.positions();
        double[] x = row.values();
        int count = row.count();
        double[] w = values;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int i = 0; i < count; i++) {
            int o = at[i] * classes + first;
            double xi = x[i];
            s0 += xi * w[o];
            s1 += xi * w[o + 1];
            s2 += xi * w[o + 2];
            s3 += xi * w[o + 3];
        }
        scores[first] = s0;
        scores[first + 1] = s1;
        scores[first + 2] = s2;
        scores[first + 3] = s3;
    }

    private void twoScores(SparseRow row, int first, double[] scores) {
        int[] at = row.positions();
        double[] x = row.values();
        int count = row.count();
        double[] w = values;
        double s0 = 0;
        double s1 = 0;
        for (int i = 0; i < count; i++) {
            int o = at[i] * classes + first;
            s0 += x[i] * w[o];
            s1 += x[i] * w[o + 1];
        }
        scores[first] = s0;
        scores[first + 1] = s1;
    }

    private double score(SparseRow row, int cls) {
        int[] at = row.positions();
        double[] x = row.values();
        double sum = 0;
        for (int i = 0; i < row.count(); i++) {
            sum += x[i] * values[at[i] * classes + cls];
        }
        return sum;
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

    /** Copies into one array per class. */
    void toClasses(double[][] target) {
        for (int j = 0; j < features; j++) {
            for (int m = 0; m < classes; m++) {
                target[m][j] = values[j * classes + m];
            }
        }
    }

    /** The reverse of {@link #toClasses}. */
    void fromClasses(double[][] source) {
        for (int j = 0; j < features; j++) {
            for (int m = 0; m < classes; m++) {
                values[j * classes + m] = source[m][j];
            }
        }
    }
}
