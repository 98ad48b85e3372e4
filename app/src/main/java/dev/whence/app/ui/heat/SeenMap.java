package dev.whence.app.ui.heat;

import dev.whence.engine.data.Picture;
import dev.whence.engine.relevance.Conservation;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.heatmap.Heatmap;

/**
 * One heatmap with the picture it lies over and what is known of its sum.
 *
 * @param picture as the network saw it, so that both have the same frame
 */
public record SeenMap(Picture picture, Heatmap map, Conservation conservation) {

    /** The map's own maximum in words. */
    String strongest() {
        return "max " + SignedNumbers.magnitude(map.largestMagnitude());
    }

    /** One of several maps as the engine gave them. */
    static SeenMap of(Picture picture, Heatmaps maps, int image, Conservation conservation) {
        Tensor relevance = maps.relevance();
        Shape shape = relevance.shape();
        int channels = shape.dim(1);
        int height = shape.dim(2);
        int width = shape.dim(3);
        float[] values = relevance.rows(image, image + 1).toFloat32().floats();
        return new SeenMap(picture, Heatmap.overChannels(values, channels, height, width), conservation);
    }
}
