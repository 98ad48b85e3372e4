package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;

/**
 * Conjugate gradients for a Newton system, preconditioned by its diagonal. Stopped at any time, the iterate is a direction of
 * descent, because every iterate started from zero lowers the quadratic model.
 */
final class ConjugateGradients {

    private final FaceOperator operator;
    private final double[] inverseDiagonal;
    private final double[] solution;
    private final double[] residual;
    private final double[] direction;
    private final double[] image;
    private double rho;

    ConjugateGradients(FaceOperator operator, double[] right) {
        this.operator = operator;
        this.inverseDiagonal = operator.diagonal();
        this.solution = new double[right.length];
        this.residual = right.clone();
        this.direction = new double[right.length];
        this.image = new double[right.length];
        for (int v = 0; v < right.length; v++) {
            inverseDiagonal[v] = 1 / inverseDiagonal[v];
            direction[v] = inverseDiagonal[v] * residual[v];
            rho += residual[v] * direction[v];
        }
    }

    /**
     * @param share of the first residual, in the norm of the preconditioner, at which the system counts as solved
     * @return whether that was reached within the limit
     */
    boolean run(double share, int limit, Progress progress) {
        double goal = share * share * rho;
        for (int iteration = 0; iteration < limit && rho > goal; iteration++) {
            progress.checkCancelled();
            step();
        }
        return rho <= goal;
    }

    private void step() {
        operator.multiply(direction, image);
        double curvature = 0;
        for (int v = 0; v < image.length; v++) {
            curvature += direction[v] * image[v];
        }
        double length = curvature > 0 ? rho / curvature : 0;
        double next = 0;
        for (int v = 0; v < image.length; v++) {
            solution[v] += length * direction[v];
            residual[v] -= length * image[v];
            next += inverseDiagonal[v] * residual[v] * residual[v];
        }
        double momentum = next / rho;
        rho = next;
        for (int v = 0; v < image.length; v++) {
            direction[v] = inverseDiagonal[v] * residual[v] + momentum * direction[v];
        }
    }

    double[] solution() {
        return solution;
    }
}
