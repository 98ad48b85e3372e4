package dev.whence.engine.attribution;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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
        Comparator<Entry> descending = (a, b) -> Float.compare(b.score(), a.score());
        List<Entry> positive = IntStream.range(0, scores.length)
                .filter(i -> scores[i] > 0)
                .mapToObj(i -> new Entry(i, scores[i]))
                .sorted(descending)
                .toList();
        List<Entry> negative = IntStream.range(0, scores.length)
                .filter(i -> scores[i] < 0)
                .mapToObj(i -> new Entry(i, scores[i]))
                .sorted(descending.reversed())
                .toList();
        return new Ranking(positive, negative, scores.length);
    }
}
