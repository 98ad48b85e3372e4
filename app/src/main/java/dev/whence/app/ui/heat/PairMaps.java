package dev.whence.app.ui.heat;

import dev.whence.visualization.SignedNumbers;

/**
 * What connects a training image and the test image.
 *
 * @param train over the training image: what it lends
 * @param test over the test image: where that is found
 */
public record PairMaps(SeenMap train, SeenMap test) {

    /** The largest magnitude of each map. */
    public String strongest() {
        return SignedNumbers.magnitude(train.map().largestMagnitude()) + ", "
                + SignedNumbers.magnitude(test.map().largestMagnitude());
    }
}
