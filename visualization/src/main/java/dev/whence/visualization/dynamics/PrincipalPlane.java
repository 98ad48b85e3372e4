package dev.whence.visualization.dynamics;

import java.util.Arrays;

/** The plane through some vectors in which they differ most (principal components), found by power iteration. */
public final class PrincipalPlane {

    private static final int ITERATIONS = 200;

    private PrincipalPlane() {}

    /**
     * Places of vectors in the plane. Rows of length 0 count as they are; all others are first brought to length 1, so that
     * distances go by direction as cosines do.
     *
     * @param rows {@code [n][dimensions]}
     * @return {@code [n][2]}, centred
     */
    public static double[][] of(float[][] rows) {
        return ofProducts(cosines(rows));
    }

    /**
     * Places of vectors of length 1 or 0 of which only the inner products are known.
     *
     * @param known {@code [n][n]}
     * @return {@code [n][2]}, centred
     */
    public static double[][] ofProducts(double[][] known) {
        double[][] products = centred(known);
        double[][] places = new double[known.length][2];
        for (int axis = 0; axis < 2; axis++) {
            double[] direction = dominant(products);
            double size = Math.sqrt(Math.max(0, dot(direction, times(products, direction))));
            for (int i = 0; i < known.length; i++) {
                places[i][axis] = direction[i] * size;
                for (int j = 0; j < known.length; j++) {
                    products[i][j] -= size * size * direction[i] * direction[j];
                }
            }
        }
        return places;
    }

    private static double[][] cosines(float[][] rows) {
        int n = rows.length;
        double[][] cosines = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double lengths = Math.sqrt(product(rows[i], rows[i]) * product(rows[j], rows[j]));
                cosines[i][j] = lengths > 0 ? product(rows[i], rows[j]) / lengths : 0;
            }
        }
        return cosines;
    }

    /** Inner products after the mean of the vectors is taken away. */
    private static double[][] centred(double[][] known) {
        int n = known.length;
        double[][] products = Arrays.stream(known).map(double[]::clone).toArray(double[][]::new);
        double[] means = Arrays.stream(products)
                .mapToDouble(row -> Arrays.stream(row).average().orElse(0))
                .toArray();
        double mean = Arrays.stream(means).average().orElse(0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                products[i][j] += mean - means[i] - means[j];
            }
        }
        return products;
    }

    /** The eigenvector of the largest eigenvalue, of length 1; starts the same every time. */
    private static double[] dominant(double[][] matrix) {
        double[] vector = new double[matrix.length];
        Arrays.setAll(vector, i -> 1 + i % 3 - 0.37 * i);
        for (int k = 0; k < ITERATIONS; k++) {
            double[] next = times(matrix, vector);
            double length = Math.sqrt(dot(next, next));
            if (!(length > 1e-12)) {
                return new double[matrix.length];
            }
            for (int i = 0; i < next.length; i++) {
                next[i] /= length;
            }
            vector = next;
        }
        return vector;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        return Arrays.stream(matrix).mapToDouble(row -> dot(row, vector)).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
