package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;

/**
 * Semismooth Newton method for one proximal point problem: the projections are piecewise linear, so on the right piece one
 * step is exact, and a step may take variables to their bounds and others off them at the same time.
 *
 * <p>The idea follows Li, Sun and Toh (2018), "A highly efficient semismooth Newton augmented Lagrangian method for solving
 * lasso problems"; the reduction to the free face is the Woodbury identity.
 */
final class ProximalNewton {

    /** The proximal problem is solved well enough when the squared residual is below this share of the pull. */
    private static final double ENOUGH = 0.3;

    private static final int LARGEST_STEPS = 25;
    private static final int LARGEST_TRIALS = 15;
    private static final double SUFFICIENT_DECREASE = 1e-4;

    private final DualState state;
    private final Weights weights;
    private final Weights start;
    private final Weights direction;
    private int evaluations;
    private int steps;

    /** @param state at a feasible point with its own weights */
    ProximalNewton(DualState state) {
        this.state = state;
        this.weights = state.weights().copy();
        this.start = state.weights().copy();
        this.direction = state.weights().copy();
    }

    /** Steps taken by the last call of {@link #solve}. */
    int steps() {
        return steps;
    }

    /** Passes over the members in the last call of {@link #solve}. */
    int evaluations() {
        return evaluations;
    }

    /**
     * Moves the state to the solution of one proximal problem anchored at it.
     *
     * @return false if the problem was too hard; the state is then unchanged
     */
    boolean solve(int[] members, double tau, Progress progress) {
        evaluations = 0;
        ProximalPoint point = new ProximalPoint(state, members, tau);
        evaluate(point, progress);
        double floor = 1e-26 * (1 + weights.squaredNorm());
        for (steps = 0; steps < LARGEST_STEPS; steps++) {
            double squared = point.residual().squaredNorm();
            if (squared <= Math.max(floor, ENOUGH * point.pull())) {
                return true;
            }
            aim(point, members, tau, progress);
            if (!search(point, progress)) {
                break;
            }
        }
        if (point.residual().squaredNorm() <= Math.max(floor, point.pull())) {
            return true;
        }
        point.returnToAnchor();
        return false;
    }

    /** Forgets where the last problem ended and starts the next one from the state's own weights. */
    void restart() {
        weights.set(state.weights());
    }

    private void evaluate(ProximalPoint point, Progress progress) {
        point.evaluate(weights, progress);
        evaluations++;
    }

    private void aim(ProximalPoint point, int[] members, double tau, Progress progress) {
        FreeFace face = FreeFace.of(state, members);
        Weights residual = point.residual();
        double[] change = FaceSystem.solve(face, tau, face.project(residual), progress);
        direction.clear();
        face.addTo(direction, change);
        direction.setSum(direction, -1, residual);
    }

    /** Goes along the direction by secant steps on the slope, which is increasing and piecewise linear. */
    private boolean search(ProximalPoint point, Progress progress) {
        start.set(weights);
        double value = point.value();
        double slope = direction.dot(point.residual());
        if (!(slope < 0)) {
            return false;
        }
        double rounding = 1e-14 * Math.abs(value);
        double length = 1;
        for (int trial = 0; trial < LARGEST_TRIALS; trial++) {
            weights.setSum(start, length, direction);
            evaluate(point, progress);
            if (point.value() <= value + SUFFICIENT_DECREASE * length * slope + rounding) {
                return true;
            }
            double there = direction.dot(point.residual());
            double share = there > 0 ? slope / (slope - there) : 0.5;
            length *= Math.min(0.7, Math.max(0.05, share));
        }
        weights.set(start);
        evaluate(point, progress);
        return false;
    }
}
