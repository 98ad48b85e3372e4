package dev.whence.engine.evaluation;

import java.util.Set;

/**
 * How far two lists of scores of the same images agree.
 *
 * @param spearman rank correlation with average ranks for ties, -1 to 1; NaN if one list is constant
 * @param commonProponents how many images are among the k largest positive scores of both lists
 * @param commonOpponents how many images are among the k most negative scores of both lists
 * @param proponents how many there could be: k, or less where a list has fewer positive scores
 * @param opponents likewise
 * @param eitherProponents how many images are among the k largest positive scores of at least one list
 * @param eitherOpponents likewise among the most negative ones
 */
public record Agreement(
        double spearman,
        int commonProponents,
        int commonOpponents,
        int proponents,
        int opponents,
        int eitherProponents,
        int eitherOpponents) {

    /**
     * @param k how many of the strongest images are compared on either side
     * @throws IllegalArgumentException if the lists differ in length
     */
    public static Agreement of(float[] a, float[] b, int k) {
        return of(RankedScores.of(a, k), RankedScores.of(b, k));
    }

    static Agreement of(RankedScores a, RankedScores b) {
        int commonTop = common(a.proponents(), b.proponents());
        int commonBottom = common(a.opponents(), b.opponents());
        return new Agreement(
                pearson(a.ranks(), b.ranks()),
                commonTop,
                commonBottom,
                Math.min(a.proponents().size(), b.proponents().size()),
                Math.min(a.opponents().size(), b.opponents().size()),
                a.proponents().size() + b.proponents().size() - commonTop,
                a.opponents().size() + b.opponents().size() - commonBottom);
    }

    /** Share of the strongest proponents that the lists have in common, 0 to 1; NaN if a list has none. */
    public double shareOfProponents() {
        return share(commonProponents, proponents);
    }

    /** Likewise of opponents. */
    public double shareOfOpponents() {
        return share(commonOpponents, opponents);
    }

    /** Common proponents over those of either list (Jaccard 1901), 0 to 1; NaN if there are none. */
    public double jaccardOfProponents() {
        return share(commonProponents, eitherProponents);
    }

    /** Likewise of opponents. */
    public double jaccardOfOpponents() {
        return share(commonOpponents, eitherOpponents);
    }

    private static double share(int part, int whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }

    /** Pearson correlation of the average ranks (Spearman 1904); NaN if a list is constant or shorter than two. */
    public static double spearman(float[] a, float[] b) {
        return pearson(Ranks.average(a), Ranks.average(b));
    }

    /** Pearson correlation; NaN if a list is constant or shorter than two. */
    static double pearson(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " scores cannot be compared with " + b.length);
        }
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

    private static int common(Set<Integer> a, Set<Integer> b) {
        return (int) a.stream().filter(b::contains).count();
    }
}
