package dev.whence.engine.relevance.lrp;

import dev.whence.engine.relevance.Heatmaps;

/**
 * What connects the two images of some pairs, in the order of the pairs.
 *
 * @param train relevance of the training images
 * @param test relevance of the test images
 */
public record PairHeatmaps(Heatmaps train, Heatmaps test) {}
