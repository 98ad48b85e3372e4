package dev.whence.app.provenance;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** How images and classes are named in printed results. */
public final class ImageWords {

    private ImageWords() {}

    /** The name of a class with its number where the two differ; {@code none} for -1. */
    public static String className(List<String> names, long index) {
        if (index < 0) {
            return "none";
        }
        if (index >= names.size() || names.get((int) index).equals(Long.toString(index))) {
            return Long.toString(index);
        }
        return names.get((int) index);
    }

    /** The softmax probability of a class. */
    public static double confidence(Representations images, int index, int ofClass) {
        Tensor logits = images.logits();
        int classes = images.classes();
        int start = index * classes;
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, logits.get(start + c));
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits.get(start + c) - largest);
        }
        return Math.exp(logits.get(start + ofClass) - largest) / sum;
    }

    public static List<String> ids(ImageDataset images) {
        return IntStream.range(0, images.size()).mapToObj(images::id).toList();
    }
}
