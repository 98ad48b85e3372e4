package dev.whence.app.ui.details;

import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;

/** Counts images by class. */
public final class ClassCounts {

    private ClassCounts() {}

    /** One count per class name; images without a class, or with one beyond the names, are not counted. */
    public static int[] of(Workspace workspace, Split split) {
        int[] counts = new int[workspace.classNames().size()];
        if (workspace.has(split)) {
            ImageDataset images = workspace.images(split);
            for (int i = 0; i < images.size(); i++) {
                int label = images.label(i);
                if (label >= 0 && label < counts.length) {
                    counts[label]++;
                }
            }
        }
        return counts;
    }
}
