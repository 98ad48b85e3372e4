package dev.whence.engine.relevance.gradient;

import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapTask;

/** Expected gradients (Erion et al. 2021). */
public final class ExpectedGradientsMethod implements HeatmapMethod<ExpectedGradientsSettings> {

    @Override
    public String id() {
        return "expected-gradients";
    }

    @Override
    public String title() {
        return "Expected gradients";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "Integrated gradients averaged over training images as starting points.";
    }

    @Override
    public Class<ExpectedGradientsSettings> settingsType() {
        return ExpectedGradientsSettings.class;
    }

    @Override
    public HeatmapExplainer prepare(HeatmapTask task, ExpectedGradientsSettings settings) {
        return new ExpectedGradientsExplainer(task, settings);
    }
}
