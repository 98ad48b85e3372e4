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

    static double[] solve(FreeFace face, double tau, double[] right, Progress progress) {
        return face.size() <= LARGEST_FACTORED
                ? factor(face, tau, progress).solve(right)
                : iterate(face, tau, right, progress);
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

    /**
     * Conjugate gradients, preconditioned by the norms. Stopped early, the result is still a direction of descent, because
     * every iterate started from zero lowers the quadratic model.
     */
    private static double[] iterate(FreeFace face, double tau, double[] right, Progress progress) {
        int size = face.size();
        double[] solution = new double[size];
        double[] residual = right.clone();
        double[] scaled = precondition(face, residual);
        double[] direction = scaled.clone();
        double rho = dot(residual, scaled);
        double goal = RESIDUAL * RESIDUAL * rho;
        for (int iteration = 0; iteration < LARGEST_ITERATIONS && rho > goal; iteration++) {
            progress.checkCancelled();
            double[] image = multiply(face, tau, direction);
            double length = rho / dot(direction, image);
            for (int v = 0; v < size; v++) {
                solution[v] += length * direction[v];
                residual[v] -= length * image[v];
            }
            scaled = precondition(face, residual);
            double next = dot(residual, scaled);
            double momentum = next / rho;
            for (int v = 0; v < size; v++) {
                direction[v] = scaled[v] + momentum * direction[v];
            }
            rho = next;
        }
        return solution;
    }

    private static double[] multiply(FreeFace face, double tau, double[] direction) {
        DualProblem problem = face.state().problem();
        Weights change = new Weights(problem.dimensions() + 1, problem.classes());
        face.addTo(change, direction);
        double[] image = face.project(change);
        int[] samples = face.samples();
        for (int s = 0; s < samples.length; s++) {
            double damping = tau * problem.metric(samples[s]);
            double sum = 0;
            for (int v = face.firstVariable(s); v < face.firstVariable(s + 1); v++) {
                sum += direction[v];
            }
            for (int v = face.firstVariable(s); v < face.firstVariable(s + 1); v++) {
                image[v] += damping * (direction[v] + sum);
            }
        }
        return image;
    }

    private static double[] precondition(FreeFace face, double[] vector) {
        double[] scaled = new double[vector.length];
        for (int v = 0; v < vector.length; v++) {
            int sample = face.samples()[face.variableSample(v)];
            scaled[v] = vector[v] / face.state().problem().squaredNorm(sample);
        }
        return scaled;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
