package dev.whence.engine.evaluation;

import java.util.HashSet;
import java.util.Set;

/**
 * How far two lists of scores of the same images agree.
 *
 * @param spearman rank correlation with average ranks for ties, -1 to 1; NaN if one list is constant
 * @param commonProponents how many images are among the k largest positive scores of both lists
 * @param commonOpponents how many images are among the k most negative scores of both lists
 * @param proponents how many there could be: k, or less where a list has fewer positive scores
 * @param opponents likewise
 */
public record Agreement(double spearman, int commonProponents, int commonOpponents, int proponents, int opponents) {

    /**
     * @param k how many of the strongest images are compared on either side
     * @throws IllegalArgumentException if the lists differ in length
     */
    public static Agreement of(float[] a, float[] b, int k) {
        requireSameLength(a, b);
        Set<Integer> top = strongest(a, 1, k);
        Set<Integer> otherTop = strongest(b, 1, k);
        Set<Integer> bottom = strongest(a, -1, k);
        Set<Integer> otherBottom = strongest(b, -1, k);
        return new Agreement(
                spearman(a, b),
                common(top, otherTop),
                common(bottom, otherBottom),
                Math.min(top.size(), otherTop.size()),
                Math.min(bottom.size(), otherBottom.size()));
    }

    /** Pearson correlation of the average ranks (Spearman 1904); NaN if a list is constant or shorter than two. */
    public static double spearman(float[] a, float[] b) {
        requireSameLength(a, b);
        return pearson(Ranks.average(a), Ranks.average(b));
    }

    /** Pearson correlation; NaN if a list is constant or shorter than two. */
    static double pearson(double[] a, double[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double products = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            products += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        if (squaresA == 0 || squaresB == 0) {
            return Double.NaN;
        }
        return Math.max(-1, Math.min(1, products / Math.sqrt(squaresA * squaresB)));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static Set<Integer> strongest(float[] scores, int sign, int k) {
        int[] order = Ranks.order(scores);
        Set<Integer> found = new HashSet<>();
        for (int r = 0; r < order.length && found.size() < k; r++) {
            int at = sign > 0 ? order[order.length - 1 - r] : order[r];
            if (sign * scores[at] <= 0) {
                break;
            }
            found.add(at);
        }
        return found;
    }

    private static int common(Set<Integer> a, Set<Integer> b) {
        return (int) a.stream().filter(b::contains).count();
    }

    private static void requireSameLength(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " scores cannot be compared with " + b.length);
        }
    }
}
