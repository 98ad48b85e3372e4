package dev.whence.engine.workspace;

import dev.whence.engine.attribution.Ranking;

/**
 * What one training image does to the decisions on all test images.
 *
 * @param train position of the training image
 * @param scores one per test image, each for the class explained there; shared, not to be written to
 * @param ranking the test images by sign and size of that score; its {@code train} are positions of test images here
 * @param classes the class explained for each test image
 * @param amongStrongest for how many test images it is one of the {@link #STRONGEST} strongest proponents or opponents
 * @param provenance everything the result was computed from, as JSON
 */
public record TrainingEffect(
        int train, float[] scores, Ranking ranking, int[] classes, int amongStrongest, String provenance) {

    /** How many training images count as the strongest of a test image. */
    public static final int STRONGEST = 10;
}
