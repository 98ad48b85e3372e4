package dev.whence.engine.relevance;

import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Relevance of every input value.
 *
 * @param relevance {@code [n, c, h, w]}
 * @param explained the value that was distributed, {@code [n]}
 */
public record Heatmaps(Tensor relevance, double[] explained) {

    /**
     * Maps of several batches, in order.
     *
     * @param parts at least one
     */
    public static Heatmaps concat(List<Heatmaps> parts) {
        return new Heatmaps(
                Tensor.concat(parts.stream().map(Heatmaps::relevance).toList()),
                parts.stream()
                        .flatMapToDouble(part -> Arrays.stream(part.explained))
                        .toArray());
    }

    /** Some of the maps, in the order given. */
    public Heatmaps take(int... images) {
        return new Heatmaps(
                relevance.take(images),
                Arrays.stream(images).mapToDouble(image -> explained[image]).toArray());
    }

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
