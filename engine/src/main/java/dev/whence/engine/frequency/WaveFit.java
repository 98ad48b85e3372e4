package dev.whence.engine.frequency;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The likeness of sums written as waves over the difference of their sums, after ExPLAIND's experiment on addition modulo a
 * number (Eichin et al. 2025): {@code b + sum of w_f cos(2 pi d / f)} over whole periods {@code f}, most weights being zero.
 *
 * @param periods of the waves, from 2 to the modulus
 * @param weights of the waves
 * @param intercept the same for all differences
 * @param explained share of the variance that the waves explain, at most 1
 */
public record WaveFit(int[] periods, double[] weights, double intercept, double explained) {

    /** As in the experiment. */
    private static final double ALPHA = 0.001;

    /**
     * Fits the waves.
     *
     * @param cosines likeness of each two of some sums, {@code [n][n]}
     * @param sums {@code a + b} of each, {@code [n]}
     */
    public static WaveFit of(double[][] cosines, int[] sums, int modulus) {
        int[] periods = IntStream.rangeClosed(2, modulus).toArray();
        int most = IntStream.of(sums).max().orElse(0) - IntStream.of(sums).min().orElse(0);
        double[] counts = new double[most + 1];
        double[] totals = new double[most + 1];
        double squares = 0;
        for (int a = 0; a < sums.length; a++) {
            for (int b = 0; b < sums.length; b++) {
                int distance = Math.abs(sums[a] - sums[b]);
                counts[distance]++;
                totals[distance] += cosines[a][b];
                squares += cosines[a][b] * cosines[a][b];
            }
        }
        // All pairs of one difference have the same waves, so that their mean with their number stands for them.
        double[] means = new double[most + 1];
        double[][] columns = new double[periods.length][most + 1];
        for (int d = 0; d <= most; d++) {
            means[d] = counts[d] > 0 ? totals[d] / counts[d] : 0;
            for (int j = 0; j < periods.length; j++) {
                columns[j][d] = Math.cos(2 * Math.PI * d / periods[j]);
            }
        }
        double[] fitted = Lasso.fit(columns, means, counts, ALPHA);
        double[] weights = Arrays.copyOf(fitted, periods.length);
        WaveFit fit = new WaveFit(periods, weights, fitted[periods.length], 0);
        return new WaveFit(periods, weights, fit.intercept, fit.explained(counts, totals, squares));
    }

    /** What the waves say of two sums. */
    public double at(int difference) {
        double value = intercept;
        for (int j = 0; j < periods.length; j++) {
            value += weights[j] * Math.cos(2 * Math.PI * difference / periods[j]);
        }
        return value;
    }

    private double explained(double[] counts, double[] totals, double squares) {
        double all = 0;
        double total = 0;
        double left = squares;
        for (int d = 0; d < counts.length; d++) {
            double value = at(d);
            left += counts[d] * value * value - 2 * value * totals[d];
            all += counts[d];
            total += totals[d];
        }
        double variance = squares - total * total / Math.max(1, all);
        return variance > 0 ? 1 - left / variance : 0;
    }

    /**
     * How much of the likeness of sums goes with each frequency modulo the modulus: the mean over all pairs of their
     * likeness times {@code cos(2 pi k d / modulus)}, twice because each frequency stands for two.
     *
     * @return for frequencies 1 to half of the modulus
     */
    public static double[] byFrequency(double[][] cosines, int[] sums, int modulus) {
        double[] found = new double[modulus / 2];
        for (int k = 1; k <= found.length; k++) {
            double sum = 0;
            for (int a = 0; a < sums.length; a++) {
                for (int b = 0; b < sums.length; b++) {
                    sum += cosines[a][b] * Math.cos(2 * Math.PI * k * (sums[a] - sums[b]) / modulus);
                }
            }
            found[k - 1] = 2 * sum / Math.max(1, (double) sums.length * sums.length);
        }
        return found;
    }
}
