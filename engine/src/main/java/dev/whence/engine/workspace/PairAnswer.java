package dev.whence.engine.workspace;

import dev.whence.engine.relevance.Conservation;
import dev.whence.engine.relevance.lrp.PairHeatmaps;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import java.util.List;

/**
 * Heatmaps of some pairs of a training and a test image with what a view or a file tells beside them.
 *
 * @param pairs as asked for
 * @param maps in the same order
 * @param trainConservation one badge per map on a training image
 * @param testConservation one badge per map on a test image
 * @param provenance everything the maps were computed from, as JSON
 */
public record PairAnswer(
        List<Pair> pairs,
        PairHeatmaps maps,
        List<Conservation> trainConservation,
        List<Conservation> testConservation,
        String provenance) {

    public PairAnswer {
        pairs = List.copyOf(pairs);
        trainConservation = List.copyOf(trainConservation);
        testConservation = List.copyOf(testConservation);
    }
}
