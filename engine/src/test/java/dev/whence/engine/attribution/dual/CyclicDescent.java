package dev.whence.engine.attribution.dual;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Plain cyclic coordinate descent for the Crammer-Singer dual with shrinking, in the manner of LIBLINEAR: the baseline of
 * the benchmark and, because its published results can be reproduced bit for bit, an independent check.
 */
final class CyclicDescent {

    private final int[][] at;
    private final double[][] x;
    private final int[] y;
    private final int classes;
    private final double c;
    private final double[] norms;
    private final double[] w;
    private final double[] alpha;
    private final int[] order;
    private final int[][] cls;
    private final int[] activeClasses;
    private final int[] truePosition;
    private final double[] g;
    private final double[] b;
    private final MersenneTwister random;
    private int passes;

    /** @param rows samples grouped by ascending class, the constant feature included if there is one */
    CyclicDescent(double[][] rows, int[] labels, int classes, double c, int seed) {
        int n = rows.length;
        this.at = new int[n][];
        this.x = new double[n][];
        this.y = labels;
        this.classes = classes;
        this.c = c;
        this.norms = new double[n];
        this.w = new double[rows[0].length * classes];
        this.alpha = new double[n * classes];
        this.order = new int[n];
        this.cls = new int[n][classes];
        this.activeClasses = new int[n];
        this.truePosition = labels.clone();
        this.g = new double[classes];
        this.b = new double[classes];
        this.random = new MersenneTwister(seed);
        for (int i = 0; i < n; i++) {
            order[i] = i;
            activeClasses[i] = classes;
            for (int m = 0; m < classes; m++) {
                cls[i][m] = m;
            }
            compress(rows[i], i);
        }
    }

    private void compress(double[] row, int i) {
        at[i] = new int[row.length];
        x[i] = new double[row.length];
        int count = 0;
        for (int j = 0; j < row.length; j++) {
            if (row[j] != 0) {
                at[i][count] = j;
                x[i][count++] = row[j];
                norms[i] += row[j] * row[j];
            }
        }
        at[i] = Arrays.copyOf(at[i], count);
        x[i] = Arrays.copyOf(x[i], count);
    }

    /** Runs until the largest violation of a pass is below eps, the limit is reached, or the caller is content. */
    void run(double eps, int limit, BooleanSupplier content) {
        double shrinkAt = Math.max(10 * eps, 1);
        boolean fromAll = true;
        int[] active = {order.length};
        while (passes < limit) {
            double worst = pass(active);
            passes++;
            if (worst < shrinkAt) {
                if (worst < eps && fromAll) {
                    return;
                }
                active[0] = order.length;
                Arrays.fill(activeClasses, classes);
                shrinkAt = Math.max(shrinkAt / 2, eps);
                fromAll = true;
            } else {
                fromAll = false;
            }
            if (content.getAsBoolean()) {
                return;
            }
        }
    }

    private double pass(int[] active) {
        double worst = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < active[0]; i++) {
            swap(order, i, i + random.below(active[0] - i));
        }
        for (int s = 0; s < active[0]; s++) {
            int i = order[s];
            if (norms[i] <= 0) {
                continue;
            }
            double violation = visit(i);
            if (activeClasses[i] <= 1) {
                active[0]--;
                swap(order, s, active[0]);
                s--;
            } else if (violation > 1e-12) {
                worst = Math.max(worst, violation);
                update(i);
            }
        }
        return worst;
    }

    private double visit(int i) {
        int[] list = cls[i];
        int a = activeClasses[i];
        Arrays.fill(g, 0, a, 1);
        if (truePosition[i] < a) {
            g[truePosition[i]] = 0;
        }
        for (int f = 0; f < at[i].length; f++) {
            int row = at[i][f] * classes;
            double value = x[i][f];
            for (int t = 0; t < a; t++) {
                g[t] += w[row + list[t]] * value;
            }
        }
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < a; t++) {
            double value = alpha[i * classes + list[t]];
            if (value < 0 || (t == truePosition[i] && value < c)) {
                smallest = Math.min(smallest, g[t]);
            }
            largest = Math.max(largest, g[t]);
        }
        shrink(i, smallest);
        return largest - smallest;
    }

    private void shrink(int i, double smallest) {
        for (int t = 0; t < activeClasses[i]; t++) {
            if (!settled(i, t, smallest)) {
                continue;
            }
            activeClasses[i]--;
            while (activeClasses[i] > t) {
                int last = activeClasses[i];
                if (!settled(i, last, smallest)) {
                    swap(cls[i], t, last);
                    double kept = g[t];
                    g[t] = g[last];
                    g[last] = kept;
                    if (truePosition[i] == t) {
                        truePosition[i] = last;
                    } else if (truePosition[i] == last) {
                        truePosition[i] = t;
                    }
                    break;
                }
                activeClasses[i]--;
            }
        }
    }

    private boolean settled(int i, int t, double smallest) {
        double bound = t == truePosition[i] ? c : 0;
        return alpha[i * classes + cls[i][t]] == bound && g[t] < smallest;
    }

    private void update(int i) {
        int a = activeClasses[i];
        double norm = norms[i];
        for (int t = 0; t < a; t++) {
            b[t] = g[t] - norm * alpha[i * classes + cls[i][t]];
        }
        double beta = threshold(i, a, norm);
        for (int t = 0; t < a; t++) {
            int m = cls[i][t];
            double fresh = Math.min(t == truePosition[i] ? c : 0, (beta - b[t]) / norm);
            double change = fresh - alpha[i * classes + m];
            alpha[i * classes + m] = fresh;
            if (Math.abs(change) >= 1e-12) {
                for (int f = 0; f < at[i].length; f++) {
                    w[at[i][f] * classes + m] += change * x[i][f];
                }
            }
        }
    }

    private double threshold(int i, int a, double norm) {
        double[] sorted = Arrays.copyOf(b, a);
        if (truePosition[i] < a) {
            sorted[truePosition[i]] += norm * c;
        }
        Arrays.sort(sorted);
        double beta = sorted[a - 1] - norm * c;
        int r = 1;
        while (r < a && beta < r * sorted[a - 1 - r]) {
            beta += sorted[a - 1 - r];
            r++;
        }
        return beta / r;
    }

    private static void swap(int[] values, int a, int b) {
        int kept = values[a];
        values[a] = values[b];
        values[b] = kept;
    }

    int passes() {
        return passes;
    }

    /** {@code [n, classes]} in the order of the rows given, not copied. */
    double[] alpha() {
        return alpha;
    }

    /** {@code [feature][class]}, not copied. */
    double[] weights() {
        return w;
    }

    int[] order() {
        return order;
    }
}
