package dev.whence.engine.attribution.dual;

import dev.whence.engine.attribution.Targets;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Dual coefficient times feature inner product, for those pairs only whose coefficient is not zero: test images are grouped
 * by the class explained, and each group is one small blocked matrix product with the support vectors of that class.
 */
final class SupportProducts {

    /** Support vectors handled together; a block of their features stays in the processor's cache. */
    private static final int BLOCK = 256;

    private final float[] features;
    private final double[] alpha;
    private final int samples;
    private final int dimensions;
    private final int classes;

    /**
     * @param features {@code [n, d]} float32
     * @param alpha {@code [n, classes]} float64
     */
    SupportProducts(Tensor features, Tensor alpha) {
        this.features = features.floats();
        this.alpha = alpha.doubles();
        this.samples = features.shape().dim(0);
        this.dimensions = features.shape().dim(1);
        this.classes = alpha.shape().dim(1);
    }

    /**
     * @param tests {@code [t, d]} float32
     * @return {@code [t, n]} float32
     */
    Tensor scores(Tensor tests, Targets targets, Progress progress) {
        int count = tests.shape().dim(0);
        float[] result = new float[Math.multiplyExact(count, samples)];
        Map<Long, List<Integer>> groups = new LinkedHashMap<>();
        for (int t = 0; t < count; t++) {
            long key = (long) targets.positive()[t] << 32 | (targets.negative()[t] & 0xffffffffL);
            groups.computeIfAbsent(key, unused -> new ArrayList<>()).add(t);
        }
        int done = 0;
        for (List<Integer> group : groups.values()) {
            int first = group.get(0);
            double[] coefficients = coefficients(targets.positive()[first], targets.negative()[first]);
            int[] support = support(coefficients);
            for (int from = 0; from < support.length; from += BLOCK) {
                progress.checkCancelled();
                int[] block = Arrays.copyOfRange(support, from, Math.min(support.length, from + BLOCK));
                multiply(block, coefficients, tests.floats(), group, result);
            }
            done += group.size();
            progress.update(done, count, "images");
        }
        return Tensor.of(result, count, samples);
    }

    private double[] coefficients(int positive, int negative) {
        double[] coefficients = new double[samples];
        for (int i = 0; i < samples; i++) {
            coefficients[i] = alpha[i * classes + positive] - (negative < 0 ? 0 : alpha[i * classes + negative]);
        }
        return coefficients;
    }

    private static int[] support(double[] coefficients) {
        IntList nonZero = new IntList();
        for (int i = 0; i < coefficients.length; i++) {
            if (coefficients[i] != 0) {
                nonZero.add(i);
            }
        }
        return nonZero.toArray();
    }

    private void multiply(int[] block, double[] coefficients, float[] tests, List<Integer> group, float[] result) {
        int width = block.length;
        double[] transposed = new double[dimensions * width];
        for (int s = 0; s < width; s++) {
            for (int j = 0; j < dimensions; j++) {
                transposed[j * width + s] = features[block[s] * dimensions + j];
            }
        }
        double[] products = new double[width];
        for (int test : group) {
            Arrays.fill(products, 0);
            for (int j = 0; j < dimensions; j++) {
                double x = tests[test * dimensions + j];
                if (x != 0) {
                    int row = j * width;
                    for (int s = 0; s < width; s++) {
                        products[s] += x * transposed[row + s];
                    }
                }
            }
            for (int s = 0; s < width; s++) {
                result[test * samples + block[s]] = (float) (coefficients[block[s]] * products[s]);
            }
        }
    }
}
