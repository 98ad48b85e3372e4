package dev.whence.engine.attribution.dual;

/**
 * Dual variables and the weights they make. Invariants: every row of alpha sums to zero (up to rounding), {@code
 * alpha[i][y_i] <= c} and all other entries {@code <= 0}.
 */
final class DualState {

    private final DualProblem problem;
    private final double c;
    private final double[] alpha;
    private final Weights weights;

    DualState(DualProblem problem, double c) {
        this(problem, c, new double[Math.multiplyExact(problem.samples(), problem.classes())]);
    }

    /** @param alpha feasible dual variables {@code [n, classes]}, taken over */
    DualState(DualProblem problem, double c, double[] alpha) {
        this.problem = problem;
        this.c = c;
        this.alpha = alpha;
        this.weights = new Weights(problem.dimensions() + 1, problem.classes());
        recomputeWeights();
    }

    DualProblem problem() {
        return problem;
    }

    double c() {
        return c;
    }

    double[] alpha() {
        return alpha;
    }

    Weights weights() {
        return weights;
    }

    double upper(int sample, int cls) {
        return problem.label(sample) == cls ? c : 0;
    }

    /** Makes the weights from alpha afresh, which removes the rounding left by many small updates. */
    void recomputeWeights() {
        weights.clear();
        double[] row = new double[problem.dimensions() + 1];
        for (int i = 0; i < problem.samples(); i++) {
            addSample(i, row, weights);
        }
    }

    /** Takes the rounding left in the row sums off the entry of each row that is farthest from its bound. */
    void balance() {
        int classes = problem.classes();
        for (int i = 0; i < problem.samples(); i++) {
            double sum = 0;
            int roomiest = 0;
            for (int m = 0; m < classes; m++) {
                sum += alpha[i * classes + m];
                if (upper(i, m) - alpha[i * classes + m] > upper(i, roomiest) - alpha[i * classes + roomiest]) {
                    roomiest = m;
                }
            }
            alpha[i * classes + roomiest] -= sum;
        }
    }

    /** Adds one sample's share to some weights; {@code row} is scratch. */
    void addSample(int sample, double[] row, Weights target) {
        int classes = problem.classes();
        boolean loaded = false;
        for (int m = 0; m < classes; m++) {
            double value = alpha[sample * classes + m];
            if (value != 0) {
                if (!loaded) {
                    problem.row(sample, row);
                    loaded = true;
                }
                target.add(row, m, value);
            }
        }
    }

    /** {@code E(alpha)}: half the squared weights plus the sum of the entries off the true class; the dual value is -E. */
    double energy() {
        return 0.5 * weights.squaredNorm() - trueClassSum();
    }

    /** The entries off the true class add up to minus those of the true class. */
    private double trueClassSum() {
        double sum = 0;
        for (int i = 0; i < problem.samples(); i++) {
            sum += alpha[i * problem.classes() + problem.label(i)];
        }
        return sum;
    }
}
