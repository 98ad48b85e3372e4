package dev.whence.engine.attribution.tracin;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.ClassifierStates;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** Inner products of training and test gradients, summed over checkpoints weighted by their learning rates. */
public final class TracInMethod implements AttributionMethod<GradientSimilaritySettings> {

    @Override
    public String id() {
        return "tracin";
    }

    @Override
    public String title() {
        return "TracIn";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "Inner products of training and test gradients, summed over checkpoints weighted by their learning rates.";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that a training step on the image would have lowered the explained number by 1 (Pruthi et al. 2020, TracInCP).";
    }

    @Override
    public Class<GradientSimilaritySettings> settingsType() {
        return GradientSimilaritySettings.class;
    }

    @Override
    public boolean usesCheckpoints() {
        return true;
    }

    @Override
    public Optional<String> pairObstacle(GradientSimilaritySettings settings, ClassifierStates states) {
        return settings.pairObstacle(states, states.count());
    }

    @Override
    public Attributor fit(AttributionTask task, GradientSimilaritySettings settings, Progress progress) {
        return new GradientSimilarityAttributor(task, settings, false);
    }

    @Override
    public Attributor restore(AttributionTask task, GradientSimilaritySettings settings, Map<String, Tensor> state) {
        return fit(task, settings, Progress.none());
    }
}
