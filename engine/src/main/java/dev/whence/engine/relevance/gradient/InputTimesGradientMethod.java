package dev.whence.engine.relevance.gradient;

import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapTask;

/** Input times gradient (Shrikumar et al. 2016). */
public final class InputTimesGradientMethod implements HeatmapMethod<NoSettings> {

    @Override
    public String id() {
        return "input-x-gradient";
    }

    @Override
    public String title() {
        return "Input x gradient";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "Each pixel times the gradient at it; depends on what counts as zero.";
    }

    @Override
    public Class<NoSettings> settingsType() {
        return NoSettings.class;
    }

    @Override
    public HeatmapExplainer prepare(HeatmapTask task, NoSettings settings) {
        return new GradientExplainer(task, true);
    }
}
