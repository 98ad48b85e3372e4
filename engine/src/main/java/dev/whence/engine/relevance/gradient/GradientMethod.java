package dev.whence.engine.relevance.gradient;

import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapTask;

/** The gradient of the explained logit by the input (Simonyan et al. 2013). */
public final class GradientMethod implements HeatmapMethod<NoSettings> {

    @Override
    public String id() {
        return "gradient";
    }

    @Override
    public String title() {
        return "Gradient";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "How fast the explained logit changes with each pixel.";
    }

    @Override
    public Class<NoSettings> settingsType() {
        return NoSettings.class;
    }

    @Override
    public HeatmapExplainer prepare(HeatmapTask task, NoSettings settings) {
        return new GradientExplainer(task, false);
    }
}
