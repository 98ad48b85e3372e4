package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;
import java.util.Arrays;

/**
 * Factorisation {@code H = U^T U} of a positive semidefinite matrix given by its upper triangle. Variables that depend
 * linearly on earlier ones are held at zero, which still reaches the minimum over the space that all of them span.
 */
final class Cholesky {

    /** A pivot that has lost this share of its diagonal entry is rounding only. */
    private static final double DEPENDENT = 1e-11;

    private final double[][] rows;
    private final boolean[] held;

    private Cholesky(double[][] rows, boolean[] held) {
        this.rows = rows;
        this.held = held;
    }

    /** @param rows the upper triangle, row i from column i on; overwritten with the factor */
    static Cholesky factor(double[][] rows, Progress progress) {
        int size = rows.length;
        boolean[] held = new boolean[size];
        for (int i = 0; i < size; i++) {
            if ((i & 31) == 0) {
                progress.checkCancelled();
            }
            double[] row = rows[i];
            double diagonal = row[i];
            subtractEarlier(rows, i);
            if (row[i] <= DEPENDENT * diagonal) {
                held[i] = true;
                Arrays.fill(row, i, size, 0);
            } else {
                double scale = 1 / Math.sqrt(row[i]);
                for (int j = i; j < size; j++) {
                    row[j] *= scale;
                }
            }
        }
        return new Cholesky(rows, held);
    }

    private static void subtractEarlier(double[][] rows, int i) {
        double[] row = rows[i];
        int size = row.length;
        int k = 0;
        for (; k + 3 < i; k += 4) {
            double[] r0 = rows[k];
            double[] r1 = rows[k + 1];
            double[] r2 = rows[k + 2];
            double[] r3 = rows[k + 3];
            double f0 = r0[i];
            double f1 = r1[i];
            double f2 = r2[i];
            double f3 = r3[i];
            for (int j = i; j < size; j++) {
                row[j] -= (f0 * r0[j] + f1 * r1[j]) + (f2 * r2[j] + f3 * r3[j]);
            }
        }
        for (; k < i; k++) {
            double[] r = rows[k];
            double f = r[i];
            for (int j = i; j < size; j++) {
                row[j] -= f * r[j];
            }
        }
    }

    /** Solves {@code H z = right}; held variables are zero. */
    double[] solve(double[] right) {
        int size = rows.length;
        double[] z = right.clone();
        for (int i = 0; i < size; i++) {
            double[] row = rows[i];
            z[i] = held[i] ? 0 : z[i] / row[i];
            double zi = z[i];
            for (int j = i + 1; j < size; j++) {
                z[j] -= zi * row[j];
            }
        }
        for (int i = size - 1; i >= 0; i--) {
            if (held[i]) {
                z[i] = 0;
                continue;
            }
            double sum = z[i];
            double[] row = rows[i];
            for (int j = i + 1; j < size; j++) {
                sum -= row[j] * z[j];
            }
            z[i] = sum / row[i];
        }
        return z;
    }
}
