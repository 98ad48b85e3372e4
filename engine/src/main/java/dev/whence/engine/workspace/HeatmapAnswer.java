package dev.whence.engine.workspace;

import dev.whence.engine.attribution.Targets;
import dev.whence.engine.relevance.Conservation;
import dev.whence.engine.relevance.Heatmaps;
import java.util.List;

/**
 * Heatmaps of some images with what a view or a file tells beside them.
 *
 * @param maps one per image, in the order asked for
 * @param targets the classes explained
 * @param conservation one badge per map
 * @param provenance everything the maps were computed from, as JSON
 */
public record HeatmapAnswer(Heatmaps maps, Targets targets, List<Conservation> conservation, String provenance) {

    public HeatmapAnswer {
        conservation = List.copyOf(conservation);
    }
}
