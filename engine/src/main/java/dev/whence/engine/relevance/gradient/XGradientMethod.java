package dev.whence.engine.relevance.gradient;

import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapTask;

/** X-Gradient (Hesse et al. 2021): the closed form of integrated gradients on nonnegatively homogeneous networks. */
public final class XGradientMethod implements HeatmapMethod<NoSettings> {

    @Override
    public String id() {
        return "x-gradient";
    }

    @Override
    public String title() {
        return "X-Gradient";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "Input times gradient; for a network without biases it equals integrated gradients from zero and sums to the logit.";
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
