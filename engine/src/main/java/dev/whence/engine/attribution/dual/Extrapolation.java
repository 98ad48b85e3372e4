package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;
import java.util.Arrays;

/**
 * Anderson acceleration of coordinate descent (Bertrand and Massias 2021, "Anderson acceleration of coordinate descent"):
 * the affine combination of the last iterates whose weights changed least, projected sample by sample on the bounds and
 * taken only if the energy is lower. Only the slots of the sweep take part; all else stands still between two narrowings.
 */
final class Extrapolation {

    private static final int MEMORY = 5;

    /** Stored numbers beyond which the iterates take too much room to keep. */
    private static final long LARGEST_STORE = 8L << 20;

    /** Damps the shares where successive changes are nearly parallel. */
    private static final double REGULARISATION = 1e-9;

    private final DualState state;
    private final CoordinateSweep sweep;
    private final Weights[] weights = new Weights[MEMORY + 1];
    private final Weights[] changes = new Weights[MEMORY];

    /** Distance of each dual variable from its bound, in which a variable that stays at its bound combines to exact zero. */
    private final double[][] rooms = new double[MEMORY + 1][0];

    private final Weights candidate;
    private double[] fresh = {};
    private int slots;
    private int stored;
    private boolean possible;

    Extrapolation(DualState state, CoordinateSweep sweep) {
        this.state = state;
        this.sweep = sweep;
        this.candidate = state.weights().copy();
        Arrays.setAll(weights, k -> state.weights().copy());
        Arrays.setAll(changes, k -> state.weights().copy());
    }

    /** Forgets what was stored; from now on the slots now in the sweep count. */
    void begin() {
        slots = sweep.visits();
        stored = 0;
        DualProblem problem = state.problem();
        long entries = slots + (problem.dimensions() + 1L) * problem.classes();
        possible = entries * (MEMORY + 1) <= LARGEST_STORE;
        if (possible && fresh.length < slots) {
            fresh = new double[slots];
            Arrays.setAll(rooms, k -> new double[slots]);
        }
    }

    /** Remembers the present iterate; every sixth time replaces it by the extrapolated one if that is better. */
    void store() {
        if (!possible) {
            return;
        }
        weights[stored].set(state.weights());
        double[] room = rooms[stored];
        int classes = state.problem().classes();
        for (int s = 0; s < sweep.count(); s++) {
            int sample = sweep.sample(s);
            for (int slot = sweep.firstSlot(s); slot < sweep.firstSlot(s + 1); slot++) {
                int m = sweep.slotClass(slot);
                room[slot] = state.upper(sample, m) - state.alpha()[sample * classes + m];
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
        combine(share);
        double gain = project();
        if (0.5 * candidate.squaredNorm() - gain < 0.5 * state.weights().squaredNorm()) {
            state.weights().set(candidate);
            take();
        }
    }

    private void take() {
        int classes = state.problem().classes();
        for (int s = 0; s < sweep.count(); s++) {
            for (int slot = sweep.firstSlot(s); slot < sweep.firstSlot(s + 1); slot++) {
                state.alpha()[sweep.sample(s) * classes + sweep.slotClass(slot)] = fresh[slot];
            }
        }
    }

    private void combine(double[] share) {
        Arrays.fill(fresh, 0, slots, 0);
        candidate.clear();
        for (int k = 0; k < share.length; k++) {
            double[] room = rooms[k + 1];
            for (int slot = 0; slot < slots; slot++) {
                fresh[slot] += share[k] * room[slot];
            }
            candidate.add(share[k], weights[k + 1]);
        }
    }

    /**
     * Turns room below the bounds into feasible dual variables, the nearest ones in each sample. The sum of a sample can only
     * have become too small by cutting at the bounds, so variables at their bound stay there exactly.
     *
     * @return growth of the sum of the true classes' variables
     */
    private double project() {
        DualProblem problem = state.problem();
        double[] row = new double[problem.dimensions() + 1];
        double[] nearest = new double[problem.classes()];
        double[] upper = new double[problem.classes()];
        double gain = 0;
        for (int s = 0; s < sweep.count(); s++) {
            int sample = sweep.sample(s);
            int from = sweep.firstSlot(s);
            int to = sweep.firstSlot(s + 1);
            boolean outside = false;
            double sum = 0;
            for (int slot = from; slot < to; slot++) {
                int m = sweep.slotClass(slot);
                upper[slot - from] = state.upper(sample, m);
                sum += state.alpha()[sample * problem.classes() + m];
                outside |= fresh[slot] < 0;
                fresh[slot] = upper[slot - from] - fresh[slot];
                nearest[slot - from] = -fresh[slot];
            }
            if (outside) {
                problem.row(sample, row);
                cut(s, row, Simplex.threshold(nearest, upper, to - from, 1, to - from == upper.length ? 0 : sum));
            }
            gain += growth(s, sample);
        }
        return gain;
    }

    private void cut(int position, double[] row, double threshold) {
        for (int slot = sweep.firstSlot(position); slot < sweep.firstSlot(position + 1); slot++) {
            double bound = state.upper(sweep.sample(position), sweep.slotClass(slot));
            double value = fresh[slot] == bound ? bound : Simplex.entry(-fresh[slot], bound, 1, threshold);
            if (value != fresh[slot]) {
                candidate.add(row, sweep.slotClass(slot), value - fresh[slot]);
                fresh[slot] = value;
            }
        }
    }

    private double growth(int position, int sample) {
        int label = state.problem().label(sample);
        for (int slot = sweep.firstSlot(position); slot < sweep.firstSlot(position + 1); slot++) {
            if (sweep.slotClass(slot) == label) {
                return fresh[slot] - state.alpha()[sample * state.problem().classes() + label];
            }
        }
        return 0;
    }

    /** Weights of the iterates; empty if the system is singular. */
    private double[] shares() {
        double[][] gram = new double[MEMORY][MEMORY];
        double trace = 0;
        for (int k = 0; k < MEMORY; k++) {
            changes[k].setSum(weights[k + 1], -1, weights[k]);
        }
        for (int k = 0; k < MEMORY; k++) {
            for (int l = k; l < MEMORY; l++) {
                gram[k][l] = changes[k].dot(changes[l]);
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
