package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Anderson acceleration of coordinate descent (Bertrand and Massias 2021, "Anderson acceleration of coordinate descent"):
 * the affine combination of the last iterates whose weights changed least, projected sample by sample on the bounds and
 * taken only if the energy is lower.
 */
final class Extrapolation {

    private static final int MEMORY = 5;

    /** Stored numbers beyond which the iterates take too much room to keep. */
    private static final long LARGEST_STORE = 8L << 20;

    /** Damps the shares where successive changes are nearly parallel. */
    private static final double REGULARISATION = 1e-9;

    private final DualState state;
    private final int[] samples;
    private final double[][] live;
    private final double[][][] weights;
    /** Distance of each dual variable from its bound, in which a variable that stays at its bound combines to exact zero. */
    private final double[][] rooms;

    private final double[][] candidate;
    private final double[] fresh;
    private int stored;

    private Extrapolation(DualState state, int[] samples, double[][] live) {
        DualProblem problem = state.problem();
        this.state = state;
        this.samples = samples;
        this.live = live;
        this.weights = new double[MEMORY + 1][problem.classes()][problem.dimensions() + 1];
        this.rooms = new double[MEMORY + 1][samples.length * problem.classes()];
        this.candidate = new double[problem.classes()][problem.dimensions() + 1];
        this.fresh = new double[samples.length * problem.classes()];
    }

    /** For the samples now in the round of a sweep; null if there are too many of them. */
    static @Nullable Extrapolation of(DualState state, CoordinateSweep sweep) {
        long entries = (sweep.samples().length + state.problem().dimensions() + 1L)
                * state.problem().classes();
        return entries * (MEMORY + 1) > LARGEST_STORE
                ? null
                : new Extrapolation(state, sweep.samples(), sweep.weights());
    }

    /** Remembers the present iterate; every sixth time replaces it by the extrapolated one if that is better. */
    void store() {
        int classes = live.length;
        for (int m = 0; m < classes; m++) {
            System.arraycopy(live[m], 0, weights[stored][m], 0, live[m].length);
        }
        for (int s = 0; s < samples.length; s++) {
            for (int m = 0; m < classes; m++) {
                rooms[stored][s * classes + m] = state.upper(samples[s], m) - state.alpha()[samples[s] * classes + m];
            }
        }
        stored++;
        if (stored == weights.length) {
            extrapolate();
            stored = 0;
        }
    }

    private void extrapolate() {
        double[] share = shares();
        if (share.length == 0) {
            return;
        }
        int last = weights.length - 1;
        combine(share);
        project();
        double linear = 0;
        int classes = live.length;
        for (int s = 0; s < samples.length; s++) {
            int own = s * classes + state.problem().label(samples[s]);
            linear += fresh[own] - (state.c() - rooms[last][own]);
        }
        double before = 0;
        double after = 0;
        for (int m = 0; m < classes; m++) {
            before += CoordinateSweep.dot(live[m], live[m]);
            after += CoordinateSweep.dot(candidate[m], candidate[m]);
        }
        if (0.5 * after - linear < 0.5 * before) {
            for (int m = 0; m < classes; m++) {
                System.arraycopy(candidate[m], 0, live[m], 0, live[m].length);
            }
            for (int s = 0; s < samples.length; s++) {
                System.arraycopy(fresh, s * classes, state.alpha(), samples[s] * classes, classes);
            }
        }
    }

    private void combine(double[] share) {
        Arrays.fill(fresh, 0);
        for (double[] ofClass : candidate) {
            Arrays.fill(ofClass, 0);
        }
        for (int k = 0; k < share.length; k++) {
            CoordinateSweep.add(share[k], rooms[k + 1], fresh);
            for (int m = 0; m < candidate.length; m++) {
                CoordinateSweep.add(share[k], weights[k + 1][m], candidate[m]);
            }
        }
    }

    /**
     * Turns room below the bounds into feasible dual variables, the nearest ones in each sample. The sum of a sample can only
     * have become too small by cutting at the bounds, so variables at their bound stay there exactly.
     */
    private void project() {
        int classes = live.length;
        double[] row = new double[live[0].length];
        double[] b = new double[classes];
        double[] upper = new double[classes];
        for (int s = 0; s < samples.length; s++) {
            int at = s * classes;
            boolean outside = false;
            for (int m = 0; m < classes; m++) {
                upper[m] = state.upper(samples[s], m);
                fresh[at + m] = upper[m] - fresh[at + m];
                outside |= fresh[at + m] > upper[m];
            }
            if (!outside) {
                continue;
            }
            state.problem().row(samples[s], row);
            for (int m = 0; m < classes; m++) {
                b[m] = -fresh[at + m];
            }
            double beta = Simplex.threshold(b, upper, classes, 1, 0);
            for (int m = 0; m < classes; m++) {
                double value = fresh[at + m] == upper[m] ? upper[m] : Simplex.entry(b[m], upper[m], 1, beta);
                double change = value - fresh[at + m];
                if (change != 0) {
                    fresh[at + m] = value;
                    CoordinateSweep.add(change, row, candidate[m]);
                }
            }
        }
    }

    /** Weights of the iterates; empty if the system is singular. */
    private double[] shares() {
        double[][] gram = new double[MEMORY][MEMORY];
        double trace = 0;
        double[][][] u = new double[MEMORY][live.length][];
        for (int k = 0; k < MEMORY; k++) {
            for (int m = 0; m < live.length; m++) {
                u[k][m] = weights[k + 1][m].clone();
                CoordinateSweep.add(-1, weights[k][m], u[k][m]);
            }
        }
        for (int k = 0; k < MEMORY; k++) {
            for (int l = k; l < MEMORY; l++) {
                double sum = 0;
                for (int m = 0; m < live.length; m++) {
                    sum += CoordinateSweep.dot(u[k][m], u[l][m]);
                }
                gram[k][l] = sum;
            }
            trace += gram[k][k];
        }
        if (!(trace > 0)) {
            return new double[0];
        }
        for (int k = 0; k < MEMORY; k++) {
            gram[k][k] += REGULARISATION * trace;
        }
        double[] ones = new double[MEMORY];
        Arrays.fill(ones, 1);
        double[] z = Cholesky.factor(gram, Progress.none()).solve(ones);
        double sum = 0;
        for (double v : z) {
            sum += v;
        }
        if (!(Math.abs(sum) > 0)) {
            return new double[0];
        }
        for (int k = 0; k < MEMORY; k++) {
            z[k] /= sum;
        }
        return z;
    }
}
