package dev.whence.engine.evaluation;

import java.util.List;

/**
 * How far several ways of scoring agree over several test images: for each pair the mean rank correlation.
 *
 * @param spearman {@code [runs][runs]}, the mean over the test images on which it is defined; NaN if on none
 * @param common {@code [runs][runs]}, mean share of the k strongest proponents that two runs have in common, 0 to 1; NaN
 *     where there are none
 * @param tests over how many test images
 */
public record AgreementMatrix(double[][] spearman, double[][] common, int tests) {

    /**
     * @param runs for each way of scoring the scores of each test image, {@code [tests][train]}
     * @param k how many of the strongest proponents are compared
     * @throws IllegalArgumentException if the runs are not about the same images
     */
    public static AgreementMatrix of(List<float[][]> runs, int k) {
        int count = runs.size();
        int tests = count == 0 ? 0 : runs.get(0).length;
        double[][] spearman = new double[count][count];
        double[][] common = new double[count][count];
        for (int a = 0; a < count; a++) {
            for (int b = a; b < count; b++) {
                Mean rho = new Mean();
                Mean share = new Mean();
                for (int t = 0; t < tests; t++) {
                    Agreement agreement = Agreement.of(runs.get(a)[t], runs.get(b)[t], k);
                    rho.add(agreement.spearman());
                    share.add((double) agreement.commonProponents() / agreement.proponents());
                }
                spearman[a][b] = rho.value();
                spearman[b][a] = rho.value();
                common[a][b] = share.value();
                common[b][a] = share.value();
            }
        }
        return new AgreementMatrix(spearman, common, tests);
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
