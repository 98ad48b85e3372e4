package dev.whence.engine.attribution;

import java.util.Arrays;
import java.util.List;

/**
 * The training images of one explanation, split by the sign of their scores, never by rank alone.
 *
 * @param proponents positive scores, largest first
 * @param opponents negative scores, most negative first
 * @param trainSize number of scored training images, those with score zero included
 */
public record Ranking(List<Entry> proponents, List<Entry> opponents, int trainSize) {

    /**
     * @param train position of the training image
     * @param score never zero
     */
    public record Entry(int train, float score) {}

    public Ranking {
        proponents = List.copyOf(proponents);
        opponents = List.copyOf(opponents);
    }

    /** Ranks one row of scores; ties keep dataset order, so that the result is deterministic. */
    public static Ranking of(float[] scores) {
        return new Ranking(descending(scores, 1), descending(scores, -1), scores.length);
    }

    /**
     * The entries of one sign by falling magnitude. One long holds the magnitude's bits, inverted, above the position: for
     * positive floats the order of the bits is the order of the values, so that primitives can be sorted.
     */
    private static List<Entry> descending(float[] scores, int sign) {
        long[] keys = new long[scores.length];
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            float magnitude = sign * scores[i];
            if (magnitude > 0) {
                keys[count++] = (long) ~Float.floatToIntBits(magnitude) << 32 | i;
            }
        }
        Arrays.sort(keys, 0, count);
        Entry[] entries = new Entry[count];
        for (int e = 0; e < count; e++) {
            int at = (int) keys[e];
            entries[e] = new Entry(at, scores[at]);
        }
        return List.of(entries);
    }
}
