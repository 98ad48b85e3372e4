package dev.whence.app.ui.explore;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * All test images.
     *
     * @param tests what the network makes of them; null while unknown
     */
    static List<GalleryItem> all(Workspace workspace, @Nullable Representations tests) {
        ImageDataset images = workspace.images(Split.TEST);
        List<GalleryItem> items = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            int predicted = tests == null ? -1 : tests.predicted(i);
            double confidence = tests == null ? 0 : Decision.of(tests, i).confidence();
            items.add(new GalleryItem(i, images.name(i), images.label(i), predicted, confidence));
        }
        return items;
    }
}
