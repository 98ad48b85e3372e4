package dev.whence.visualization.figure.panel;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import java.util.List;

/**
 * What a data-attribution figure shows: one decision and the training images behind it, split by the sign of their scores.
 *
 * @param explained the explained class in words: {@code "Sandal"}, {@code "Sandal rather than Boot"}
 * @param proponents positive scores, strongest first; at most {@code k} are drawn
 * @param opponents negative scores, strongest first; at most {@code k} are drawn
 * @param proponentCount training images with a positive score, drawn or not
 * @param opponentCount training images with a negative score, drawn or not
 * @param trainSize all scored training images
 * @param k most images on either side, {@code >= 1}
 * @param caption method, settings and model, in sentences
 */
public record DataAttributionPanel(
        TestImage test,
        String explained,
        List<TrainingImage> proponents,
        List<TrainingImage> opponents,
        int proponentCount,
        int opponentCount,
        int trainSize,
        int k,
        PictureTone tone,
        String caption) {

    public DataAttributionPanel {
        if (k < 1) {
            throw new IllegalArgumentException("k is " + k);
        }
        proponents = List.copyOf(proponents);
        opponents = List.copyOf(opponents);
    }

    /**
     * The explained image.
     *
     * @param name what a person calls it
     * @param predicted name of the class decided for
     * @param probability of that class, 0 to 1, or NaN if unknown
     * @param trueLabel name of its label, empty if it has none
     */
    public record TestImage(Picture picture, String name, String predicted, double probability, String trueLabel) {}

    /**
     * @param score as the method gave it
     * @param className name of its label
     * @param name what a person calls it, empty to leave it out
     */
    public record TrainingImage(Picture picture, double score, String className, String name) {}
}
