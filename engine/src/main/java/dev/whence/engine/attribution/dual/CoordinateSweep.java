package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;
import java.util.SplittableRandom;

/**
 * Passes over samples, each solved exactly for its own dual variables. A round fixes the samples and their order; narrowed,
 * it looks only at those classes of a sample whose dual variable is free or whose margin is near to making it so, which
 * after a while are two or three of many. The weights are those of the state.
 *
 * <p>One class of one sample is a slot. The slots of a sample lie side by side.
 */
final class CoordinateSweep {

    /** Bytes; beyond it features are widened anew at every visit. */
    private static final long LARGEST_CACHE = 64L << 20;

    private final DualState state;
    private final SplittableRandom random;
    private final double[] loaded;
    private final double[][] rows;
    private final double[] products;
    private final double[] gradient;
    private final double[] upper;
    private final double[] scratch;
    private int[] samples = {};
    private int[] slots = {};
    private int[] classOf = {};
    private int count;
    private double smallest;

    CoordinateSweep(DualState state, long seed) {
        DualProblem problem = state.problem();
        this.state = state;
        this.random = new SplittableRandom(seed);
        this.loaded = new double[problem.dimensions() + 1];
        long bytes = 8L * problem.samples() * loaded.length;
        this.rows = new double[bytes <= LARGEST_CACHE ? problem.samples() : 0][];
        this.products = new double[loaded.length];
        this.gradient = new double[problem.classes()];
        this.upper = new double[problem.classes()];
        this.scratch = new double[problem.classes()];
    }

    /** Starts a round with all classes of some samples, in an order of its own. */
    void begin(int[] members) {
        int classes = gradient.length;
        count = members.length;
        samples = members.clone();
        for (int s = count - 1; s > 0; s--) {
            int other = random.nextInt(s + 1);
            int kept = samples[s];
            samples[s] = samples[other];
            samples[other] = kept;
        }
        slots = new int[count + 1];
        classOf = new int[Math.multiplyExact(count, classes)];
        for (int s = 0; s < count; s++) {
            slots[s + 1] = (s + 1) * classes;
            for (int m = 0; m < classes; m++) {
                classOf[s * classes + m] = m;
            }
        }
    }

    /** Samples still in the round. */
    int count() {
        return count;
    }

    /** The sample at a position of the round. */
    int sample(int position) {
        return samples[position];
    }

    /** First slot of the sample at a position; the entry one past the last sample closes the list. */
    int firstSlot(int position) {
        return slots[position];
    }

    int slotClass(int slot) {
        return classOf[slot];
    }

    /** Classes looked at in a pass, summed over the samples. */
    int visits() {
        return slots[count];
    }

    /**
     * One pass.
     *
     * @return the largest violation met
     */
    double pass(Progress progress) {
        double worst = 0;
        for (int s = 0; s < count; s++) {
            if ((s & 255) == 0) {
                progress.checkCancelled();
            }
            worst = Math.max(worst, improve(samples[s], slots[s], slots[s + 1]));
        }
        return worst;
    }

    /**
     * One pass that forgets for the rest of the round classes farther than {@code nearness} from being used, and samples
     * left with one class.
     *
     * @return the largest violation met
     */
    double narrowingPass(double nearness, Progress progress) {
        double worst = 0;
        int kept = 0;
        int filled = 0;
        int from = 0;
        for (int s = 0; s < count; s++) {
            if ((s & 255) == 0) {
                progress.checkCancelled();
            }
            int to = slots[s + 1];
            worst = Math.max(worst, improve(samples[s], from, to));
            int end = keepNear(samples[s], from, to, filled, nearness);
            if (end - filled > 1) {
                samples[kept] = samples[s];
                slots[++kept] = end;
                filled = end;
            }
            from = to;
        }
        count = kept;
        return worst;
    }

    /** Moves the slots worth keeping forward to {@code target} and returns where they end. */
    private int keepNear(int sample, int from, int to, int target, double nearness) {
        int at = sample * gradient.length;
        int end = target;
        for (int slot = from; slot < to; slot++) {
            int m = classOf[slot];
            if (state.alpha()[at + m] < upper[slot - from] || gradient[slot - from] >= smallest - nearness) {
                classOf[end++] = m;
            }
        }
        return end;
    }

    /** A sample's features as float64, kept for the next visit if all of them are small enough to keep. */
    private double[] row(int sample) {
        if (rows.length == 0) {
            state.problem().row(sample, loaded);
            return loaded;
        }
        if (rows[sample] == null) {
            rows[sample] = new double[loaded.length];
            state.problem().row(sample, rows[sample]);
        }
        return rows[sample];
    }

    /** Gradients count from the score of the sample's first slot, since only their differences matter. */
    private double improve(int sample, int from, int to) {
        double[] row = row(sample);
        int label = state.problem().label(sample);
        int at = sample * gradient.length;
        int first = classOf[from];
        double[] base = state.weights().of(first);
        double largest = Double.NEGATIVE_INFINITY;
        smallest = Double.POSITIVE_INFINITY;
        for (int slot = from; slot < to; slot++) {
            int m = classOf[slot];
            double g = m == first ? 0 : Dense.dotDifference(row, state.weights().of(m), base, products);
            g += m == label ? 0 : 1;
            double bound = m == label ? state.c() : 0;
            gradient[slot - from] = g;
            upper[slot - from] = bound;
            largest = Math.max(largest, g);
            if (state.alpha()[at + m] < bound) {
                smallest = Math.min(smallest, g);
            }
        }
        if (!(largest - smallest > Margins.ROUNDING)) {
            return 0;
        }
        if (to - from == 2) {
            exchange(sample, row, classOf[from], classOf[from + 1]);
        } else {
            place(sample, row, from, to);
        }
        return largest - smallest;
    }

    /** The best dual variables of two slots: one gives to the other until their gradients agree or a bound is met. */
    private void exchange(int sample, double[] row, int first, int second) {
        double[] alpha = state.alpha();
        int a = sample * gradient.length + first;
        int b = sample * gradient.length + second;
        double move = (gradient[1] - gradient[0]) / (2 * state.problem().squaredNorm(sample));
        double most = upper[0] - alpha[a];
        double least = alpha[b] - upper[1];
        if (move >= most) {
            move = most;
            alpha[a] = upper[0];
            alpha[b] -= move;
        } else if (move <= least) {
            move = least;
            alpha[a] += move;
            alpha[b] = upper[1];
        } else {
            alpha[a] += move;
            alpha[b] -= move;
        }
        if (move != 0) {
            state.weights().add(row, first, move);
            state.weights().add(row, second, -move);
        }
    }

    /** The best dual variables of the slots at these gradients; the other classes keep theirs. */
    private void place(int sample, double[] row, int from, int to) {
        int length = to - from;
        int at = sample * gradient.length;
        double[] alpha = state.alpha();
        double curvature = state.problem().squaredNorm(sample);
        double total = 0;
        for (int t = 0; t < length; t++) {
            double value = alpha[at + classOf[from + t]];
            scratch[t] = gradient[t] - curvature * value;
            total += value;
        }
        double beta = Simplex.threshold(scratch, upper, length, curvature, length == gradient.length ? 0 : total);
        for (int t = 0; t < length; t++) {
            int m = classOf[from + t];
            double value = Simplex.entry(scratch[t], upper[t], curvature, beta);
            double change = value - alpha[at + m];
            if (change != 0) {
                alpha[at + m] = value;
                state.weights().add(row, m, change);
            }
        }
    }
}
