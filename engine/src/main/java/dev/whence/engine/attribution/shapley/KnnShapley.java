package dev.whence.engine.attribution.shapley;

/** Exact Shapley values of a K-nearest-neighbour classifier (Jia et al. 2019, theorem 1). */
final class KnnShapley {

    private KnnShapley() {}

    /**
     * The value of each training image for one test image.
     *
     * <p>With training images {@code a_1, a_2, ...} by growing distance and {@code u_i = 1} where the labels agree: {@code
     * s(a_N) = u_N / max(N, K)} and {@code s(a_i) = s(a_{i+1}) + (u_i - u_{i+1}) / K min(K, i) / i}.
     *
     * @param order training images by growing distance
     * @param agrees whether a training image has the label asked about, by training image
     * @param neighbours K
     */
    static double[] values(int[] order, boolean[] agrees, int neighbours) {
        int n = order.length;
        double[] values = new double[n];
        double value = agree(agrees, order[n - 1]) / Math.max(n, neighbours);
        values[order[n - 1]] = value;
        for (int i = n - 1; i >= 1; i--) {
            double step = agree(agrees, order[i - 1]) - agree(agrees, order[i]);
            value += step / neighbours * Math.min(neighbours, i) / i;
            values[order[i - 1]] = value;
        }
        return values;
    }

    private static double agree(boolean[] agrees, int image) {
        return agrees[image] ? 1 : 0;
    }
}
