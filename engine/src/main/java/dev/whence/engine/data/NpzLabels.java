package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The array {@code labels} of an npz archive. */
final class NpzLabels {

    private static final String NAME = "labels";
    private static final int LARGEST_LABEL = 1_000_000;

    private NpzLabels() {}

    /**
     * @param count number of images
     * @param images name of the array they are in
     * @return one label per image, all -1 if the archive has none
     */
    static int[] read(NpzFile npz, int count, String images, Path file) {
        int[] labels = new int[count];
        if (!npz.contains(NAME)) {
            Arrays.fill(labels, -1);
            return labels;
        }
        if (!npz.header(NAME).type().isInteger()) {
            throw new BadInputException(
                    "The array 'labels' in " + file + " is not of an integer type; save it as int64.");
        }
        Tensor stored = npz.read(NAME);
        if (stored.shape().size() != count) {
            throw new BadInputException("There are " + count + " images in '" + images + "' but "
                    + stored.shape().size() + " labels in 'labels' of " + file + "; save arrays of equal length.");
        }
        for (int i = 0; i < count; i++) {
            double label = stored.get(i);
            if (label < -1 || label > LARGEST_LABEL) {
                throw new BadInputException("Image " + i + " in " + file + " has label " + (long) label
                        + "; labels run from 0, and -1 means unknown.");
            }
            labels[i] = (int) label;
        }
        return labels;
    }

    static List<String> notes(NpzFile npz, Path file) {
        return npz.contains(NAME)
                ? List.of()
                : List.of("The images have no labels because " + file.getFileName() + " has no array 'labels'.");
    }
}
