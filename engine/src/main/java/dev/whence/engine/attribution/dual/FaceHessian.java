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
        int f = 0;
        for (; f + 3 < transposed.length; f += 4) {
            addFour(transposed, f, sample, kernel);
        }
        for (; f < transposed.length; f++) {
            double x = transposed[f][sample];
            for (int j = sample; j < samples; j++) {
                kernel[j] += x * transposed[f][j];
            }
        }
    }

    private static void addFour(double[][] transposed, int feature, int sample, double[] kernel) {
        double[] r0 = transposed[feature];
        double[] r1 = transposed[feature + 1];
        double[] r2 = transposed[feature + 2];
        double[] r3 = transposed[feature + 3];
        double x0 = r0[sample];
        double x1 = r1[sample];
        double x2 = r2[sample];
        double x3 = r3[sample];
        for (int j = sample; j < kernel.length; j++) {
            kernel[j] += (x0 * r0[j] + x1 * r1[j]) + (x2 * r2[j] + x3 * r3[j]);
        }
    }
}
