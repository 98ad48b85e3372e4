package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;
import java.util.SplittableRandom;

/** Passes over samples in random order, each solved exactly for its own dual variables. */
final class CoordinateSweep {

    private final DualState state;
    private final SplittableRandom random;
    private final SparseRow row;
    private final double[] gradient;
    private final double[] upper;

    CoordinateSweep(DualState state, long seed) {
        this.state = state;
        this.random = new SplittableRandom(seed);
        this.row = new SparseRow(state.problem().dimensions());
        this.gradient = new double[state.problem().classes()];
        this.upper = new double[state.problem().classes()];
    }

    /**
     * One pass.
     *
     * @param samples the samples to visit; reordered
     * @return the largest violation met
     */
    double pass(int[] samples, Progress progress) {
        double worst = 0;
        for (int s = 0; s < samples.length; s++) {
            if ((s & 255) == 0) {
                progress.checkCancelled();
            }
            int other = s + random.nextInt(samples.length - s);
            int sample = samples[other];
            samples[other] = samples[s];
            samples[s] = sample;
            worst = Math.max(worst, improve(sample));
        }
        return worst;
    }

    private double improve(int sample) {
        DualProblem problem = state.problem();
        row.load(problem, sample);
        Margins margins = Margins.of(state, row, sample, gradient);
        if (margins.violation() <= Margins.ROUNDING) {
            return 0;
        }
        int classes = problem.classes();
        int at = sample * classes;
        double curvature = problem.squaredNorm(sample);
        double[] alpha = state.alpha();
        for (int m = 0; m < classes; m++) {
            gradient[m] -= curvature * alpha[at + m];
            upper[m] = state.upper(sample, m);
        }
        double beta = Simplex.threshold(gradient, upper, classes, curvature, 0);
        for (int m = 0; m < classes; m++) {
            double value = Simplex.entry(gradient[m], upper[m], curvature, beta);
            double change = value - alpha[at + m];
            if (change != 0) {
                alpha[at + m] = value;
                state.weights().add(row, m, change);
            }
        }
        return margins.violation();
    }
}
