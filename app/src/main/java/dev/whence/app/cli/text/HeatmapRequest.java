package dev.whence.app.cli.text;

import dev.whence.engine.attribution.Target;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Heatmaps as the command line states them.
 *
 * @param spec the classifier with the images to explain as its test images
 * @param method the method's id
 * @param settings the method's settings that are not left at their defaults, by key
 * @param target the class explained
 */
public record HeatmapRequest(WorkspaceSpec spec, String method, Map<String, String> settings, Target target) {

    public HeatmapRequest {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }
}
