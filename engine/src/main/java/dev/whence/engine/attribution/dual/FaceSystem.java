package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;

/**
 * The linear system of a Newton step on a free face, {@code (H + damping) y = right}, where the damping of a sample's
 * variables is {@code tau metric (I + 1 1^T)}: the Euclidean metric of the dual variables written in the face's
 * coordinates. Small systems are factored, large ones solved by conjugate gradients without forming the matrix.
 */
final class FaceSystem {

    /** Up to this size the factorisation is cheaper than iterating and its matrix stays below 20 MB. */
    static final int LARGEST_FACTORED = 1500;

    private static final int LARGEST_ITERATIONS = 400;
    private static final double RESIDUAL = 1e-3;

    private FaceSystem() {}

    /** The solution, or for large systems a direction of descent near enough to it for a Newton step. */
    static double[] solve(FreeFace face, double tau, double[] right, Progress progress) {
        if (face.size() <= LARGEST_FACTORED) {
            return factor(face, tau, progress).solve(right);
        }
        ConjugateGradients iteration = new ConjugateGradients(new FaceOperator(face, tau), right);
        iteration.run(RESIDUAL, LARGEST_ITERATIONS, progress);
        return iteration.solution();
    }

    /** The factored system; reusable for several right sides. */
    static Cholesky factor(FreeFace face, double tau, Progress progress) {
        double[][] rows = FaceHessian.upperTriangle(face);
        DualProblem problem = face.state().problem();
        int[] samples = face.samples();
        for (int s = 0; s < samples.length && tau > 0; s++) {
            double damping = tau * problem.metric(samples[s]);
            int last = face.firstVariable(s + 1);
            for (int v = face.firstVariable(s); v < last; v++) {
                rows[v][v] += 2 * damping;
                for (int u = v + 1; u < last; u++) {
                    rows[v][u] += damping;
                }
            }
        }
        return Cholesky.factor(rows, progress);
    }
}
