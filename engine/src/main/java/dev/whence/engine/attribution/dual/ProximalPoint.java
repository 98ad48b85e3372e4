package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;

/**
 * The dual problem with a quadratic pull towards an anchor, {@code min E(alpha) + 1/2 sum_i tau metric_i ||alpha_i -
 * anchor_i||^2}, seen as a smooth convex function of the weights: for given weights the best dual variables of each sample
 * are one projection, and the gradient is the difference between the weights and those made by these dual variables
 * (Rockafellar 1976, "Monotone operators and the proximal point algorithm").
 *
 * <p>Only member samples move; all others keep their dual variables.
 */
final class ProximalPoint {

    private final DualState state;
    private final int[] members;
    private final double[] anchor;
    private final double tau;
    private final Weights resting;
    private final Weights residual;
    private final ScoreBlock block;
    private final double[] row;
    private final double[] gradient;
    private final double[] shifted;
    private final double[] upper;
    private double value;
    private double pull;

    ProximalPoint(DualState state, int[] members, double tau) {
        DualProblem problem = state.problem();
        int classes = problem.classes();
        this.state = state;
        this.members = members;
        this.tau = tau;
        this.block = new ScoreBlock(problem);
        this.row = new double[problem.dimensions() + 1];
        this.gradient = new double[classes];
        this.shifted = new double[classes];
        this.upper = new double[classes];
        this.anchor = new double[members.length * classes];
        this.residual = new Weights(problem.dimensions() + 1, classes);
        this.resting = new Weights(problem.dimensions() + 1, classes);
        Weights moving = new Weights(problem.dimensions() + 1, classes);
        for (int t = 0; t < members.length; t++) {
            System.arraycopy(state.alpha(), members[t] * classes, anchor, t * classes, classes);
            state.addSample(members[t], row, moving);
        }
        resting.setSum(state.weights(), -1, moving);
    }

    /** Sets the members' dual variables to the best ones for these weights, and the state's weights to what they make. */
    void evaluate(Weights at, Progress progress) {
        double linear = 0;
        pull = 0;
        for (int from = 0; from < members.length; from += block.capacity()) {
            progress.checkCancelled();
            int to = Math.min(members.length, from + block.capacity());
            block.compute(at, members, from, to);
            for (int t = from; t < to; t++) {
                block.scores(t - from, gradient);
                linear += place(t);
            }
        }
        value = 0.5 * at.squaredNorm() - at.dot(resting) - linear - 0.5 * pull;
        Weights made = state.weights();
        made.set(resting);
        for (int member : members) {
            state.addSample(member, row, made);
        }
        residual.setSum(at, -1, made);
    }

    private double place(int t) {
        DualProblem problem = state.problem();
        int classes = problem.classes();
        int sample = members[t];
        int label = problem.label(sample);
        double curvature = tau * problem.metric(sample);
        for (int m = 0; m < classes; m++) {
            gradient[m] += m == label ? 0 : 1;
            upper[m] = m == label ? state.c() : 0;
            shifted[m] = gradient[m] - curvature * anchor[t * classes + m];
        }
        double beta = Simplex.threshold(shifted, upper, classes, curvature, 0);
        double linear = 0;
        double squares = 0;
        for (int m = 0; m < classes; m++) {
            double entry = Simplex.entry(shifted[m], upper[m], curvature, beta);
            double moved = entry - anchor[t * classes + m];
            state.alpha()[sample * classes + m] = entry;
            linear += entry * gradient[m];
            squares += moved * moved;
        }
        pull += curvature * squares;
        return linear;
    }

    /** Puts the dual variables back to the anchor. */
    void returnToAnchor() {
        int classes = state.problem().classes();
        for (int t = 0; t < members.length; t++) {
            System.arraycopy(anchor, t * classes, state.alpha(), members[t] * classes, classes);
        }
        state.recomputeWeights();
    }

    /** The smooth function, to be minimised, at the last evaluated weights. */
    double value() {
        return value;
    }

    /** Its gradient: weights minus the weights made by the dual variables. */
    Weights residual() {
        return residual;
    }

    /** {@code sum_i tau metric_i ||alpha_i - anchor_i||^2} at the last evaluated weights. */
    double pull() {
        return pull;
    }
}
