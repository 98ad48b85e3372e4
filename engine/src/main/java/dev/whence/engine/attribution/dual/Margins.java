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

    /** @param scores {@code w_m . x} for every class m */
    static Margins of(DualState state, int sample, double[] scores) {
        int classes = state.problem().classes();
        int label = state.problem().label(sample);
        double own = scores[label];
        double[] alpha = state.alpha();
        int at = sample * classes;
        double largest = Double.NEGATIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        double largestBound = Double.NEGATIVE_INFINITY;
        int free = 0;
        for (int m = 0; m < classes; m++) {
            double gradient = m == label ? scores[m] : scores[m] + 1;
            double bound = m == label ? state.c() : 0;
            largest = Math.max(largest, gradient);
            if (alpha[at + m] < bound) {
                free++;
                smallest = Math.min(smallest, gradient);
            } else {
                largestBound = Math.max(largestBound, gradient);
            }
        }
        return new Margins(largest, smallest, largest - own, smallest - largestBound, free);
    }
}
