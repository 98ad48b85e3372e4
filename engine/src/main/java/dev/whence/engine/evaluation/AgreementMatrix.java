package dev.whence.engine.evaluation;

import java.util.List;

/**
 * How far several ways of scoring agree over several test images: for each pair the mean over the test images on which the
 * measure is defined; NaN if on none. All but the last are {@code [runs][runs]}.
 *
 * @param spearman mean rank correlation
 * @param common mean share of the k strongest proponents that two runs have in common, 0 to 1
 * @param jaccard mean of common proponents over those of either run, 0 to 1
 * @param commonOpponents like {@code common}, of opponents
 * @param jaccardOpponents like {@code jaccard}, of opponents
 * @param tests over how many test images
 */
public record AgreementMatrix(
        double[][] spearman,
        double[][] common,
        double[][] jaccard,
        double[][] commonOpponents,
        double[][] jaccardOpponents,
        int tests) {

    /**
     * @param runs for each way of scoring the scores of each test image, {@code [tests][train]}
     * @param k how many of the strongest images are compared on either side
     * @throws IllegalArgumentException if the runs are not about the same images
     */
    public static AgreementMatrix of(List<float[][]> runs, int k) {
        AgreementTally tally = new AgreementTally(runs.size(), k);
        int tests = runs.isEmpty() ? 0 : runs.get(0).length;
        for (int t = 0; t < tests; t++) {
            int test = t;
            tally.add(runs.stream().map(scores -> scores[test]).toList());
        }
        return tally.matrix();
    }
}
