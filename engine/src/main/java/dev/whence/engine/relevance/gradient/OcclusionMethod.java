package dev.whence.engine.relevance.gradient;

import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapTask;

/** Occlusion (Zeiler and Fergus 2014), as a sliding window. */
public final class OcclusionMethod implements HeatmapMethod<OcclusionSettings> {

    @Override
    public String id() {
        return "occlusion";
    }

    @Override
    public String title() {
        return "Occlusion";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "What the network says when it sees only one window of the image at a time.";
    }

    @Override
    public Class<OcclusionSettings> settingsType() {
        return OcclusionSettings.class;
    }

    @Override
    public HeatmapExplainer prepare(HeatmapTask task, OcclusionSettings settings) {
        return new OcclusionExplainer(task, settings);
    }
}
