package dev.whence.engine.attribution.dual;

import java.util.Arrays;

/**
 * The damped second derivative of the energy on a free face, applied to vectors without forming it: one product costs about
 * twice the number of free dual variables times the number of features. Rows and weights are contiguous per sample and per
 * class, because only few classes of each sample are touched.
 */
final class FaceOperator {

    private final FreeFace face;
    private final double tau;
    private final double[][] rows;
    private final double[][] weights;
    private final double[] followed;

    FaceOperator(FreeFace face, double tau) {
        DualProblem problem = face.state().problem();
        this.face = face;
        this.tau = tau;
        this.rows = new double[face.samples().length][problem.dimensions() + 1];
        this.weights = new double[problem.classes()][problem.dimensions() + 1];
        this.followed = new double[rows.length];
        for (int s = 0; s < rows.length; s++) {
            problem.row(face.samples()[s], rows[s]);
        }
    }

    /** {@code image = (H + damping) direction}. */
    void multiply(double[] direction, double[] image) {
        gather(direction);
        DualProblem problem = face.state().problem();
        for (int s = 0; s < rows.length; s++) {
            double damping = tau * problem.metric(face.samples()[s]);
            double base = Dense.dot(rows[s], weights[face.reference(s)]);
            for (int v = face.firstVariable(s); v < face.firstVariable(s + 1); v++) {
                image[v] = Dense.dot(rows[s], weights[face.variableClass(v)])
                        - base
                        + damping * (direction[v] + followed[s]);
            }
        }
    }

    /** The diagonal of the operator. */
    double[] diagonal() {
        DualProblem problem = face.state().problem();
        double[] diagonal = new double[face.size()];
        for (int v = 0; v < diagonal.length; v++) {
            int sample = face.samples()[face.variableSample(v)];
            diagonal[v] = 2 * (problem.squaredNorm(sample) + tau * problem.metric(sample));
        }
        return diagonal;
    }

    private void gather(double[] direction) {
        for (double[] ofClass : weights) {
            Arrays.fill(ofClass, 0);
        }
        for (int s = 0; s < rows.length; s++) {
            followed[s] = 0;
            for (int v = face.firstVariable(s); v < face.firstVariable(s + 1); v++) {
                Dense.add(direction[v], rows[s], weights[face.variableClass(v)]);
                followed[s] += direction[v];
            }
            Dense.add(-followed[s], rows[s], weights[face.reference(s)]);
        }
    }
}
