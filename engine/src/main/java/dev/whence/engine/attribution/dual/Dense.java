package dev.whence.engine.attribution.dual;

/** The inner loops of the solver on dense vectors of equal length. */
final class Dense {

    private Dense() {}

    /** {@code target += factor * row}; the compiler makes vector instructions of it. */
    static void add(double factor, double[] row, double[] target) {
        for (int j = 0; j < row.length; j++) {
            target[j] += factor * row[j];
        }
    }

    /** {@code target += f0 r0 + f1 r1 + f2 r2 + f3 r3}, which reads and writes the target once instead of four times. */
    static void addFour(
            double f0,
            double[] r0,
            double f1,
            double[] r1,
            double f2,
            double[] r2,
            double f3,
            double[] r3,
            double[] target) {
        for (int j = 0; j < target.length; j++) {
            target[j] += (f0 * r0[j] + f1 * r1[j]) + (f2 * r2[j] + f3 * r3[j]);
        }
    }

    /**
     * {@code row . (a - b)}. The products go through memory because the compiler makes vector instructions of their loop but
     * not of sums; what is left is one addition per feature, for two weight vectors.
     *
     * @param products scratch of the same length
     */
    static double dotDifference(double[] row, double[] a, double[] b, double[] products) {
        int length = row.length;
        for (int j = 0; j < length; j++) {
            products[j] = row[j] * (a[j] - b[j]);
        }
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 3 < length; j += 4) {
            s0 += products[j];
            s1 += products[j + 1];
            s2 += products[j + 2];
            s3 += products[j + 3];
        }
        for (; j < length; j++) {
            s0 += products[j];
        }
        return (s0 + s1) + (s2 + s3);
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
