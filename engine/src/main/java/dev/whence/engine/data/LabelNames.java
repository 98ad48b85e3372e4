package dev.whence.engine.data;

import java.util.List;
import java.util.stream.IntStream;

/** Names for classes that are only numbers. */
final class LabelNames {

    private LabelNames() {}

    /** {@code "0"} to the largest label. */
    static List<String> numbered(int[] labels) {
        int largest = -1;
        for (int label : labels) {
            largest = Math.max(largest, label);
        }
        return IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList();
    }
}
