package dev.whence.engine.evaluation;

import java.util.List;

/** Gathers the agreement of several ways of scoring, one test image after the other; no scores are kept. */
public final class AgreementTally {

    private final int runs;
    private final int k;
    private final Mean[][] spearman;
    private final Mean[][] common;
    private final Mean[][] jaccard;
    private final Mean[][] commonOpponents;
    private final Mean[][] jaccardOpponents;
    private int tests;

    /** @param k how many of the strongest images are compared on either side */
    public AgreementTally(int runs, int k) {
        this.runs = runs;
        this.k = k;
        spearman = means();
        common = means();
        jaccard = means();
        commonOpponents = means();
        jaccardOpponents = means();
    }

    /**
     * Adds one test image.
     *
     * @param scores of the training images by each run
     * @return how far the runs agree on this image, {@code [runs][runs]}
     * @throws IllegalArgumentException if the lists differ in length, or there are not as many as runs
     */
    public Agreement[][] add(List<float[]> scores) {
        if (scores.size() != runs) {
            throw new IllegalArgumentException(scores.size() + " lists of " + runs + " runs");
        }
        List<RankedScores> ranked =
                scores.stream().map(list -> RankedScores.of(list, k)).toList();
        Agreement[][] all = new Agreement[runs][runs];
        for (int a = 0; a < runs; a++) {
            for (int b = a; b < runs; b++) {
                Agreement pair = Agreement.of(ranked.get(a), ranked.get(b));
                all[a][b] = pair;
                all[b][a] = pair;
                spearman[a][b].add(pair.spearman());
                common[a][b].add(pair.shareOfProponents());
                jaccard[a][b].add(pair.jaccardOfProponents());
                commonOpponents[a][b].add(pair.shareOfOpponents());
                jaccardOpponents[a][b].add(pair.jaccardOfOpponents());
            }
        }
        tests++;
        return all;
    }

    /** The means so far. */
    public AgreementMatrix matrix() {
        return new AgreementMatrix(
                values(spearman),
                values(common),
                values(jaccard),
                values(commonOpponents),
                values(jaccardOpponents),
                tests);
    }

    private Mean[][] means() {
        Mean[][] means = new Mean[runs][runs];
        for (int a = 0; a < runs; a++) {
            for (int b = a; b < runs; b++) {
                means[a][b] = new Mean();
                means[b][a] = means[a][b];
            }
        }
        return means;
    }

    private double[][] values(Mean[][] means) {
        double[][] values = new double[runs][runs];
        for (int a = 0; a < runs; a++) {
            for (int b = 0; b < runs; b++) {
                values[a][b] = means[a][b].value();
            }
        }
        return values;
    }

    /** Of the values that are numbers. */
    private static final class Mean {

        private double sum;
        private int count;

        void add(double value) {
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }

        double value() {
            return count == 0 ? Double.NaN : sum / count;
        }
    }
}
