package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Passes over samples, each solved exactly for its own dual variables. A round fixes the samples and their order; after its
 * first pass only those classes of a sample are looked at whose dual variable is free or whose margin is near to making it
 * so, which after a while are two or three of many.
 */
final class CoordinateSweep {

    /** Bytes; beyond it features are widened anew at every visit. */
    private static final long LARGEST_CACHE = 64L << 20;

    private final DualState state;
    private final SplittableRandom random;
    private final double[] loaded;
    private final double[][] rows;
    private final double[][] weights;
    private final double[] gradient;
    private final double[] upper;
    private final double[] scratch;
    private int[] samples = {};
    private int[][] lists = {};

    CoordinateSweep(DualState state, long seed) {
        DualProblem problem = state.problem();
        this.state = state;
        this.random = new SplittableRandom(seed);
        this.loaded = new double[problem.dimensions() + 1];
        long bytes = 8L * problem.samples() * loaded.length;
        this.rows = new double[bytes <= LARGEST_CACHE ? problem.samples() : 0][];
        this.weights = new double[problem.classes()][problem.dimensions() + 1];
        this.gradient = new double[problem.classes()];
        this.upper = new double[problem.classes()];
        this.scratch = new double[problem.classes()];
    }

    /** Starts a round from the state's own weights. */
    void begin(int[] members) {
        samples = members.clone();
        for (int s = samples.length - 1; s > 0; s--) {
            int other = random.nextInt(s + 1);
            int kept = samples[s];
            samples[s] = samples[other];
            samples[other] = kept;
        }
        int[] all = new int[state.problem().classes()];
        Arrays.setAll(all, m -> m);
        lists = new int[samples.length][];
        Arrays.fill(lists, all);
        state.weights().toClasses(weights);
    }

    /** Writes the weights of the round back to the state. */
    void end() {
        state.weights().fromClasses(weights);
    }

    /** The weights of the round, an array per class, not copied. */
    double[][] weights() {
        return weights;
    }

    /** The samples of the round that have not been dropped, not copied. */
    int[] samples() {
        return samples;
    }

    /**
     * One pass.
     *
     * @return the largest violation met
     */
    double pass(Progress progress) {
        double worst = 0;
        for (int s = 0; s < samples.length; s++) {
            if ((s & 255) == 0) {
                progress.checkCancelled();
            }
            worst = Math.max(worst, improve(samples[s], lists[s]));
        }
        return worst;
    }

    /** Forgets for the rest of the round classes farther than this from being used, and samples left with one class. */
    void narrow(double nearness) {
        int kept = 0;
        for (int s = 0; s < samples.length; s++) {
            int[] near = near(samples[s], lists[s], nearness);
            if (near.length > 1) {
                samples[kept] = samples[s];
                lists[kept++] = near;
            }
        }
        samples = Arrays.copyOf(samples, kept);
        lists = Arrays.copyOf(lists, kept);
    }

    /** Classes looked at in a pass, summed over the samples. */
    long visits() {
        long sum = 0;
        for (int[] list : lists) {
            sum += list.length;
        }
        return sum;
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

    private int[] near(int sample, int[] list, double nearness) {
        double[] row = row(sample);
        double smallest = gradients(sample, row, list);
        int[] near = new int[list.length];
        int count = 0;
        int at = sample * gradient.length;
        for (int t = 0; t < list.length; t++) {
            if (state.alpha()[at + list[t]] < upper[t] || gradient[t] >= smallest - nearness) {
                near[count++] = list[t];
            }
        }
        return Arrays.copyOf(near, count);
    }

    /** Fills gradient and bound of the listed classes. Returns the smallest gradient among those that can still grow. */
    private double gradients(int sample, double[] row, int[] list) {
        int label = state.problem().label(sample);
        int at = sample * gradient.length;
        double smallest = Double.POSITIVE_INFINITY;
        for (int t = 0; t < list.length; t++) {
            int m = list[t];
            double g = dot(row, weights[m]);
            double bound = 0;
            if (m == label) {
                bound = state.c();
            } else {
                g += 1;
            }
            gradient[t] = g;
            upper[t] = bound;
            if (state.alpha()[at + m] < bound) {
                smallest = Math.min(smallest, g);
            }
        }
        return smallest;
    }

    private double improve(int sample, int[] list) {
        double[] row = row(sample);
        double smallest = gradients(sample, row, list);
        int count = list.length;
        double largest = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < count; t++) {
            largest = Math.max(largest, gradient[t]);
        }
        if (!(largest - smallest > Margins.ROUNDING)) {
            return 0;
        }
        place(sample, row, list);
        return largest - smallest;
    }

    /** The best dual variables of the listed classes at these gradients; the other classes keep theirs. */
    private void place(int sample, double[] row, int[] list) {
        int count = list.length;
        int at = sample * gradient.length;
        double[] alpha = state.alpha();
        double curvature = state.problem().squaredNorm(sample);
        double total = 0;
        for (int t = 0; t < count; t++) {
            scratch[t] = gradient[t] - curvature * alpha[at + list[t]];
            total += alpha[at + list[t]];
        }
        double beta = Simplex.threshold(scratch, upper, count, curvature, count == gradient.length ? 0 : total);
        for (int t = 0; t < count; t++) {
            int m = list[t];
            double value = Simplex.entry(scratch[t], upper[t], curvature, beta);
            double change = value - alpha[at + m];
            if (change != 0) {
                alpha[at + m] = value;
                add(change, row, weights[m]);
            }
        }
    }

    /** {@code target += factor * row}. */
    static void add(double factor, double[] row, double[] target) {
        for (int j = 0; j < row.length; j++) {
            target[j] += factor * row[j];
        }
    }

    /** Four sums side by side, so that one addition need not wait for the last. */
    static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 3 < a.length; j += 4) {
            s0 += a[j] * b[j];
            s1 += a[j + 1] * b[j + 1];
            s2 += a[j + 2] * b[j + 2];
            s3 += a[j + 3] * b[j + 3];
        }
        for (; j < a.length; j++) {
            s0 += a[j] * b[j];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
