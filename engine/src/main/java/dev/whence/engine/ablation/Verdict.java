package dev.whence.engine.ablation;

/**
 * How an altered network does on some images.
 *
 * @param accuracy share of the images that it decides as they are labelled, 0 to 1
 * @param agreement share of the images that it decides as the unaltered network does, 0 to 1
 * @param divergence mean Kullback-Leibler divergence of its class probabilities from those of the unaltered network, in nats
 */
public record Verdict(double accuracy, double agreement, double divergence) {

    /**
     * Compares two networks by their logits.
     *
     * @param altered {@code [images][classes]}
     * @param whole likewise, of the unaltered network
     * @param labels of the images; those below 0 do not count for the accuracy
     * @param from first image that counts
     * @param to one past the last
     */
    public static Verdict of(double[][] altered, double[][] whole, int[] labels, int from, int to) {
        int labelled = 0;
        int right = 0;
        int same = 0;
        double divergence = 0;
        for (int i = from; i < to; i++) {
            int decided = largest(altered[i]);
            same += decided == largest(whole[i]) ? 1 : 0;
            labelled += labels[i] >= 0 ? 1 : 0;
            right += decided == labels[i] ? 1 : 0;
            divergence += divergence(whole[i], altered[i]);
        }
        int images = Math.max(1, to - from);
        return new Verdict(
                labelled == 0 ? Double.NaN : (double) right / labelled, (double) same / images, divergence / images);
    }

    /**
     * Mean cross-entropy of the labels; NaN if no image has one.
     *
     * @param logits {@code [images][classes]}
     * @param labels of the images; those that are no class do not count
     */
    static double loss(double[][] logits, int[] labels) {
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < logits.length; i++) {
            if (labels[i] >= 0 && labels[i] < logits[i].length) {
                sum += logSum(logits[i]) - logits[i][labels[i]];
                counted++;
            }
        }
        return counted == 0 ? Double.NaN : sum / counted;
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int c = 1; c < values.length; c++) {
            if (values[c] > values[best]) {
                best = c;
            }
        }
        return best;
    }

    private static double divergence(double[] whole, double[] altered) {
        double normWhole = logSum(whole);
        double normAltered = logSum(altered);
        double sum = 0;
        for (int c = 0; c < whole.length; c++) {
            double log = whole[c] - normWhole;
            sum += Math.exp(log) * (log - (altered[c] - normAltered));
        }
        return Math.max(0, sum);
    }

    private static double logSum(double[] values) {
        double most = values[largest(values)];
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - most);
        }
        return most + Math.log(sum);
    }
}
