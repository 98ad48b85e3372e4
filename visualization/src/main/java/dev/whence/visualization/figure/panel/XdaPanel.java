package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.page.RelevanceMap;
import java.util.List;

/**
 * What an XDA figure shows: a data attribution, the heatmap of the decision, and for every training image the two heatmaps
 * of its pair.
 *
 * @param attribution the images, scores and words
 * @param decision what in the test image speaks for the explained class
 * @param proponents one pair for each of {@code attribution.proponents()} that is drawn, in that order
 * @param opponents one pair for each of {@code attribution.opponents()} that is drawn, in that order
 */
public record XdaPanel(
        DataAttributionPanel attribution,
        RelevanceMap decision,
        List<Pair> proponents,
        List<Pair> opponents,
        HeatStyle style) {

    public XdaPanel {
        proponents = List.copyOf(proponents);
        opponents = List.copyOf(opponents);
        int k = attribution.k();
        if (proponents.size() < Math.min(k, attribution.proponents().size())
                || opponents.size() < Math.min(k, attribution.opponents().size())) {
            throw new IllegalArgumentException("every training image that is drawn needs its two maps");
        }
    }

    /**
     * The score of one training image, taken apart over the pixels of both images.
     *
     * @param train over the training image
     * @param test over the test image
     */
    public record Pair(RelevanceMap train, RelevanceMap test) {}
}
