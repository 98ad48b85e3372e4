package dev.whence.engine.frequency;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Linear regression with an intercept that prefers weights of zero (Tibshirani 1996): least
 * {@code |y - b - X w|^2 / (2 n) + alpha |w|_1}, by coordinate descent on the products of the columns.
 */
final class Lasso {

    private static final int MOST_ROUNDS = 10_000;
    private static final double ENOUGH = 1e-10;

    private Lasso() {}

    /**
     * The weights.
     *
     * @param columns {@code [m][n]}
     * @param y {@code [n]}
     * @param counts how often each entry counts, {@code [n]}
     * @param alpha above 0
     * @return {@code [m + 1]}, the intercept last
     */
    static double[] fit(double[][] columns, double[] y, double[] counts, double alpha) {
        int m = columns.length;
        double all = Arrays.stream(counts).sum();
        double[] means = new double[m];
        Arrays.setAll(means, j -> product(columns[j], 0, null, 0, counts) / all);
        double mean = product(y, 0, null, 0, counts) / all;
        double[][] gram = new double[m][m];
        double[] right = new double[m];
        for (int j = 0; j < m; j++) {
            right[j] = product(columns[j], means[j], y, mean, counts) / all;
            for (int k = 0; k <= j; k++) {
                gram[j][k] = product(columns[j], means[j], columns[k], means[k], counts) / all;
                gram[k][j] = gram[j][k];
            }
        }
        double[] weights = descend(gram, right, alpha);
        double[] result = Arrays.copyOf(weights, m + 1);
        result[m] = mean;
        for (int j = 0; j < m; j++) {
            result[m] -= weights[j] * means[j];
        }
        return result;
    }

    private static double[] descend(double[][] gram, double[] right, double alpha) {
        double[] weights = new double[right.length];
        double moved = Double.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && moved > ENOUGH; round++) {
            moved = 0;
            for (int j = 0; j < weights.length; j++) {
                if (gram[j][j] > 0) {
                    double rest = right[j];
                    for (int k = 0; k < weights.length; k++) {
                        rest -= k == j ? 0 : gram[j][k] * weights[k];
                    }
                    double shrunk = Math.signum(rest) * Math.max(0, Math.abs(rest) - alpha) / gram[j][j];
                    moved = Math.max(moved, Math.abs(shrunk - weights[j]));
                    weights[j] = shrunk;
                }
            }
        }
        return weights;
    }

    /** The sum of products of deviations; of deviations alone without a second column. */
    private static double product(double[] a, double meanA, double @Nullable [] b, double meanB, double[] counts) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += counts[i] * (a[i] - meanA) * (b == null ? 1 : b[i] - meanB);
        }
        return sum;
    }
}
