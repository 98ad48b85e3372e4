package dev.whence.engine.attribution.dual;

import java.util.Arrays;

/**
 * The second derivative of the energy on a free face, as rows of a symmetric matrix: for variables (i, m) and (j, l) with
 * references r and s it is {@code <x_i, x_j> ([m=l] - [m=s] - [r=l] + [r=s])}.
 */
final class FaceHessian {

    private FaceHessian() {}

    /** The upper triangle, row {@code v} holding columns {@code v..size-1} at their own positions. */
    static double[][] upperTriangle(FreeFace face) {
        double[][] transposed = transposedFeatures(face);
        int[] samples = face.samples();
        double[][] rows = new double[face.size()][];
        double[] kernel = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            kernelRow(transposed, i, kernel);
            for (int v = face.firstVariable(i); v < face.firstVariable(i + 1); v++) {
                rows[v] = row(face, v, i, kernel);
            }
        }
        return rows;
    }

    private static double[] row(FreeFace face, int variable, int sample, double[] kernel) {
        int cls = face.variableClass(variable);
        int reference = face.reference(sample);
        double[] row = new double[face.size()];
        for (int j = sample; j < kernel.length; j++) {
            int other = face.reference(j);
            int shared = (reference == other ? 1 : 0) - (cls == other ? 1 : 0);
            for (int u = face.firstVariable(j); u < face.firstVariable(j + 1); u++) {
                int second = face.variableClass(u);
                row[u] = kernel[j] * (shared + (cls == second ? 1 : 0) - (reference == second ? 1 : 0));
            }
        }
        return row;
    }

    private static double[][] transposedFeatures(FreeFace face) {
        DualProblem problem = face.state().problem();
        int dimensions = problem.dimensions();
        int[] samples = face.samples();
        double[][] transposed = new double[dimensions][samples.length];
        for (int s = 0; s < samples.length; s++) {
            for (int j = 0; j < dimensions; j++) {
                transposed[j][s] = problem.features()[samples[s] * dimensions + j];
            }
        }
        return transposed;
    }

    private static void kernelRow(double[][] transposed, int sample, double[] kernel) {
        int samples = kernel.length;
        Arrays.fill(kernel, 1);
        for (double[] feature : transposed) {
            double x = feature[sample];
            if (x != 0) {
                for (int j = sample; j < samples; j++) {
                    kernel[j] += x * feature[j];
                }
            }
        }
    }
}
