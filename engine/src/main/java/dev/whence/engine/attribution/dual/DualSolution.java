package dev.whence.engine.attribution.dual;

import dev.whence.engine.tensor.Tensor;

/**
 * A solved Crammer-Singer machine.
 *
 * @param c the bound on the dual variables
 * @param alpha dual variables {@code [n, classes]} float64
 * @param weights {@code [classes, d + 1]} float64, the last column for the constant feature; made from alpha
 * @param primal primal objective at these weights
 * @param dual dual objective at alpha, at most the optimum
 * @param sweeps passes over the samples worked on
 * @param newtonSteps Newton steps of the finishing phase
 * @param converged whether the relative gap reached the tolerance
 */
public record DualSolution(
        double c,
        Tensor alpha,
        Tensor weights,
        double primal,
        double dual,
        int sweeps,
        int newtonSteps,
        boolean converged) {

    /** Relative duality gap; an upper bound on the relative error of either objective. */
    public double gap() {
        double scale = Math.max(Math.abs(primal), Math.abs(dual));
        return scale == 0 ? 0 : Math.max(0, primal - dual) / scale;
    }
}
