package dev.whence.engine.relevance.lrp;

import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapTask;

/** Layer-wise relevance propagation of a class's logit to the input (Bach et al. 2015). */
public final class LrpMethod implements HeatmapMethod<LrpSettings> {

    @Override
    public String id() {
        return "lrp";
    }

    @Override
    public String title() {
        return "LRP";
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public String summary() {
        return "The value of the explained class is handed down layer by layer, each layer giving its inputs their share.";
    }

    @Override
    public Class<LrpSettings> settingsType() {
        return LrpSettings.class;
    }

    @Override
    public LrpExplainer prepare(HeatmapTask task, LrpSettings settings) {
        return new LrpExplainer(task, settings);
    }
}
