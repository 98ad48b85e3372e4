package dev.whence.engine.relevance;

import dev.whence.engine.tensor.Tensor;

/**
 * Relevance of every input value.
 *
 * @param relevance {@code [n, c, h, w]}
 * @param explained the value that was distributed, {@code [n]}
 */
public record Heatmaps(Tensor relevance, double[] explained) {

    /** The sum of relevance over the value explained: 1 where nothing was lost; NaN where the value is 0. */
    public double conservation(int image) {
        int size = relevance.size() / explained.length;
        double sum = 0;
        for (int i = image * size; i < (image + 1) * size; i++) {
            sum += relevance.get(i);
        }
        return sum / explained[image];
    }
}
