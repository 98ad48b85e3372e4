package dev.whence.engine.attribution.tracin;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.ClassifierStates;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** Cosines between training and test gradients, summed over weighted checkpoints. */
public final class CosInMethod implements AttributionMethod<GradientSimilaritySettings> {

    @Override
    public String id() {
        return "cosin";
    }

    @Override
    public String title() {
        return "CosIn";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "Cosines between training and test gradients, summed over weighted checkpoints.";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that the two gradients point the same way at a checkpoint of weight 1.";
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
        return new GradientSimilarityAttributor(task, settings, true);
    }

    @Override
    public Attributor restore(AttributionTask task, GradientSimilaritySettings settings, Map<String, Tensor> state) {
        return fit(task, settings, Progress.none());
    }
}
