package dev.whence.engine.attribution.dual;

/**
 * The separable problem of one sample: find {@code beta} with {@code sum_t min(upper_t, (beta - b_t) / a) = total}.
 *
 * <p>It is both the exact minimiser over the dual variables of one sample and the Euclidean projection onto its feasible
 * set. The left side is concave, increasing and piecewise linear in beta, so Newton's method started from the steepest
 * piece climbs to the root from the left and ends after finitely many steps, usually two to four, without sorting.
 */
final class Simplex {

    private Simplex() {}

    /**
     * @param b entries to distribute, the first {@code count} are used
     * @param upper upper bound of each entry
     * @param a curvature, positive
     * @param total what the entries must add up to, at most the sum of the bounds
     */
    static double threshold(double[] b, double[] upper, int count, double a, double total) {
        double beta = Double.NEGATIVE_INFINITY;
        int free = count + 1;
        while (true) {
            double sum = a * total;
            int below = 0;
            for (int t = 0; t < count; t++) {
                if (b[t] + a * upper[t] > beta) {
                    sum += b[t];
                    below++;
                } else {
                    sum -= a * upper[t];
                }
            }
            if (below >= free || below == 0) {
                return beta; // settled; more free entries than before can only be rounding
            }
            free = below;
            beta = sum / below;
        }
    }

    /** One entry at the threshold; exactly its bound where the bound holds. */
    static double entry(double b, double upper, double a, double beta) {
        return b + a * upper > beta ? Math.min(upper, (beta - b) / a) : upper;
    }
}
