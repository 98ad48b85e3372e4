package dev.whence.app.ui.heat;

/**
 * What is said of a pair of images.
 *
 * @param headline the training image's class and its score
 * @param share the part it has in all that speaks for or against the explained class
 * @param train names the training image
 * @param test names the test image
 */
public record PairWords(String headline, String share, String train, String test) {}
