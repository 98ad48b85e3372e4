package dev.whence.engine.relevance.gradient;

import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapTask;

/** SmoothGrad (Smilkov et al. 2017). */
public final class SmoothGradMethod implements HeatmapMethod<SmoothGradSettings> {

    @Override
    public String id() {
        return "smoothgrad";
    }

    @Override
    public String title() {
        return "SmoothGrad";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "The gradient averaged over noisy copies of the image.";
    }

    @Override
    public Class<SmoothGradSettings> settingsType() {
        return SmoothGradSettings.class;
    }

    @Override
    public HeatmapExplainer prepare(HeatmapTask task, SmoothGradSettings settings) {
        return new SmoothGradExplainer(task, settings);
    }
}
