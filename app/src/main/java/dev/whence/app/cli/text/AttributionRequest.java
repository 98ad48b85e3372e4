package dev.whence.app.cli.text;

import dev.whence.engine.attribution.Target;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One attribution as the command line states it.
 *
 * @param spec the classifier with its images
 * @param method the method's id
 * @param settings the method's settings that are not left at their defaults, by key
 * @param target the class explained
 */
public record AttributionRequest(WorkspaceSpec spec, String method, Map<String, String> settings, Target target) {

    public AttributionRequest {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }
}
