package dev.whence.engine.attribution.dual;

/**
 * How one sample stands towards the optimality conditions.
 *
 * @param largest largest gradient entry over all classes
 * @param smallestFree smallest gradient entry over classes whose dual variable can still grow
 * @param hinge the sample's hinge loss
 * @param slack how far the best class at its bound stays below the worst free one; negative for a violation
 * @param free number of dual variables strictly below their bound, at least 1
 */
record Margins(double largest, double smallestFree, double hinge, double slack, int free) {

    /** Violations below this are rounding. */
    static final double ROUNDING = 1e-12;

    double violation() {
        return largest - smallestFree;
    }

    /**
     * @param row the sample's features
     * @param gradient filled with {@code w_m . x + [m != y]} for every class m
     */
    static Margins of(DualState state, SparseRow row, int sample, double[] gradient) {
        int classes = state.problem().classes();
        int label = state.problem().label(sample);
        state.weights().scores(row, gradient);
        double own = gradient[label];
        double[] alpha = state.alpha();
        int at = sample * classes;
        double largest = Double.NEGATIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        double largestBound = Double.NEGATIVE_INFINITY;
        int free = 0;
        for (int m = 0; m < classes; m++) {
            double bound = 0;
            if (m == label) {
                bound = state.c();
            } else {
                gradient[m] += 1;
            }
            largest = Math.max(largest, gradient[m]);
            if (alpha[at + m] < bound) {
                free++;
                smallest = Math.min(smallest, gradient[m]);
            } else {
                largestBound = Math.max(largestBound, gradient[m]);
            }
        }
        return new Margins(largest, smallest, largest - own, smallest - largestBound, free);
    }
}
