package dev.whence.app.ui.explore;

import dev.whence.engine.attribution.Representations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the network decides about one test image.
 *
 * @param label the image's class, -1 if unknown
 * @param predicted the class the network decides for
 * @param probabilities softmax by class, summing to 1
 */
public record Decision(int label, int predicted, List<Double> probabilities) {

    public Decision {
        probabilities = List.copyOf(probabilities);
    }

    public static Decision of(Representations tests, int index) {
        int classes = tests.classes();
        double[] logits = new double[classes];
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            logits[c] = tests.logits().get(index * classes + c);
            largest = Math.max(largest, logits[c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            logits[c] = Math.exp(logits[c] - largest);
            sum += logits[c];
        }
        List<Double> probabilities = new ArrayList<>(classes);
        for (double weight : logits) {
            probabilities.add(weight / sum);
        }
        return new Decision((int) tests.labels().longs()[index], tests.predicted(index), probabilities);
    }

    public double confidence() {
        return probabilities.get(predicted);
    }

    /** The likeliest classes, the true one always among them. */
    public List<Integer> likeliest(int count) {
        List<Integer> order = new ArrayList<>();
        for (int c = 0; c < probabilities.size(); c++) {
            order.add(c);
        }
        order.sort(
                Comparator.comparingDouble((Integer c) -> probabilities.get(c)).reversed());
        List<Integer> first = new ArrayList<>(order.subList(0, Math.min(count, order.size())));
        if (label >= 0 && label < probabilities.size() && !first.contains(label)) {
            first.set(first.size() - 1, label);
        }
        return first;
    }
}
