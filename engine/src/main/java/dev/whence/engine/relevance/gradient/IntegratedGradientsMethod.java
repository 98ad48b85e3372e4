package dev.whence.engine.relevance.gradient;

import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapTask;

/** Integrated gradients from the zero of the preprocessed input (Sundararajan et al. 2017). */
public final class IntegratedGradientsMethod implements HeatmapMethod<IntegratedGradientsSettings> {

    @Override
    public String id() {
        return "integrated-gradients";
    }

    @Override
    public String title() {
        return "Integrated gradients";
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public String summary() {
        return "The gradient averaged along the straight line from zero to the image, times the image.";
    }

    @Override
    public Class<IntegratedGradientsSettings> settingsType() {
        return IntegratedGradientsSettings.class;
    }

    @Override
    public HeatmapExplainer prepare(HeatmapTask task, IntegratedGradientsSettings settings) {
        return new IntegratedGradientsExplainer(task, settings);
    }
}
