package dev.whence.engine.attribution.dual;

import java.util.Arrays;

/**
 * Scores of many samples for all classes: a matrix product in tiles small enough for the processor's cache, with the samples
 * innermost, so that it vectorises whatever the number of classes and features.
 */
final class ScoreBlock {

    private static final int SAMPLES = 128;
    private static final int FEATURES = 256;

    private final DualProblem problem;
    private final double[][] columns;
    private final double[][] scores;

    ScoreBlock(DualProblem problem) {
        this.problem = problem;
        this.columns = new double[Math.min(FEATURES, problem.dimensions())][SAMPLES];
        this.scores = new double[problem.classes()][SAMPLES];
    }

    /** Largest number of samples handled together. */
    int capacity() {
        return SAMPLES;
    }

    /** Computes the scores of the samples at positions {@code from..to-1} of a list, at most {@link #capacity()}. */
    void compute(Weights weights, int[] samples, int from, int to) {
        int dimensions = problem.dimensions();
        for (int m = 0; m < scores.length; m++) {
            Arrays.fill(scores[m], weights.of(m)[dimensions]);
        }
        for (int first = 0; first < dimensions; first += FEATURES) {
            int count = Math.min(FEATURES, dimensions - first);
            load(samples, from, to, first, count);
            for (int m = 0; m < scores.length; m++) {
                accumulate(weights.of(m), first, count, scores[m]);
            }
        }
    }

    private void load(int[] samples, int from, int to, int first, int count) {
        float[] features = problem.features();
        int dimensions = problem.dimensions();
        for (int j = 0; j < count; j++) {
            double[] column = columns[j];
            for (int s = from; s < to; s++) {
                column[s - from] = features[samples[s] * dimensions + first + j];
            }
        }
    }

    private void accumulate(double[] weights, int first, int count, double[] sums) {
        int j = 0;
        for (; j + 3 < count; j += 4) {
            int at = first + j;
            Dense.addFour(
                    weights[at],
                    columns[j],
                    weights[at + 1],
                    columns[j + 1],
                    weights[at + 2],
                    columns[j + 2],
                    weights[at + 3],
                    columns[j + 3],
                    sums);
        }
        for (; j < count; j++) {
            Dense.add(weights[first + j], columns[j], sums);
        }
    }

    /** Writes {@code w_m . x} of one sample, counted from the start of the block, for every class m into {@code target}. */
    void scores(int position, double[] target) {
        for (int m = 0; m < scores.length; m++) {
            target[m] = scores[m][position];
        }
    }
}
