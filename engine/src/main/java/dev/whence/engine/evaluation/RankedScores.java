package dev.whence.engine.evaluation;

import java.util.HashSet;
import java.util.Set;

/**
 * One list of scores, sorted once to be compared with several others.
 *
 * @param ranks average ranks, 1 for the smallest score
 * @param proponents positions of the largest positive scores
 * @param opponents positions of the most negative scores
 */
record RankedScores(double[] ranks, Set<Integer> proponents, Set<Integer> opponents) {

    /** @param k how many of the strongest images are kept on either side */
    static RankedScores of(float[] scores, int k) {
        int[] order = Ranks.order(scores);
        return new RankedScores(
                Ranks.average(scores, order), strongest(scores, order, 1, k), strongest(scores, order, -1, k));
    }

    private static Set<Integer> strongest(float[] scores, int[] order, int sign, int k) {
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
}
