package dev.whence.app.ui.explore;

/**
 * One test image in the gallery.
 *
 * @param index position among the test images
 * @param name what a person calls it
 * @param label its class, -1 if unknown
 * @param predicted the class the network decides for, -1 while unknown
 * @param confidence softmax probability of the predicted class, 0 to 1
 */
public record GalleryItem(int index, String name, int label, int predicted, double confidence) {

    /** Whether the network is known to be wrong about it. */
    public boolean wrong() {
        return label >= 0 && predicted >= 0 && label != predicted;
    }
}
