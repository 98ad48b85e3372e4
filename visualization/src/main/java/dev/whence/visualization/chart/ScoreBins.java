package dev.whence.visualization.chart;

/**
 * Non-zero scores counted in equally wide bins on either side of zero; none reaches across zero.
 *
 * @param negativeCounts from zero downwards
 * @param positiveCounts from zero upwards
 * @param width of a bin in units of the score, {@code > 0}
 * @param total all scores, zeros included
 */
record ScoreBins(int[] negativeCounts, int[] positiveCounts, double width, int total) {

    /** Scores that are not a finite number count as zero. */
    static ScoreBins of(float[] scores, int binsPerSide) {
        double largest = 0;
        for (float score : scores) {
            if (Float.isFinite(score)) {
                largest = Math.max(largest, Math.abs(score));
            }
        }
        double width = largest > 0 ? largest / binsPerSide : 1.0 / binsPerSide;
        int[] negative = new int[binsPerSide];
        int[] positive = new int[binsPerSide];
        for (float score : scores) {
            if (score != 0 && Float.isFinite(score)) {
                int bin = Math.min(binsPerSide - 1, (int) (Math.abs(score) / width));
                (score < 0 ? negative : positive)[bin]++;
            }
        }
        return new ScoreBins(negative, positive, width, scores.length);
    }

    int negatives() {
        return sum(negativeCounts);
    }

    int positives() {
        return sum(positiveCounts);
    }

    /** The largest count of a bin. */
    int highest() {
        int highest = 0;
        for (int bin = 0; bin < negativeCounts.length; bin++) {
            highest = Math.max(highest, Math.max(negativeCounts[bin], positiveCounts[bin]));
        }
        return highest;
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}
