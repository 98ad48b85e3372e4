package dev.whence.app.ui.heat;

/**
 * What connects a training image and the test image.
 *
 * @param train over the training image: what it lends
 * @param test over the test image: where that is found
 */
public record PairMaps(SeenMap train, SeenMap test) {}
