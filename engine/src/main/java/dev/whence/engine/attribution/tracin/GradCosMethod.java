package dev.whence.engine.attribution.tracin;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.ClassifierStates;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** The cosine between the training image's and the test image's gradient at the final state. */
public final class GradCosMethod implements AttributionMethod<GradientSimilaritySettings> {

    @Override
    public String id() {
        return "grad-cos";
    }

    @Override
    public String title() {
        return "Grad-Cos";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "The cosine between the training image's and the test image's gradient at the final state.";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that the two gradients point the same way.";
    }

    @Override
    public Class<GradientSimilaritySettings> settingsType() {
        return GradientSimilaritySettings.class;
    }

    @Override
    public Optional<String> pairObstacle(GradientSimilaritySettings settings, ClassifierStates states) {
        return settings.pairObstacle(states, 1);
    }

    @Override
    public Attributor fit(AttributionTask task, GradientSimilaritySettings settings, Progress progress) {
        return new GradientSimilarityAttributor(task.lastCheckpoint(), settings, true);
    }

    @Override
    public Attributor restore(AttributionTask task, GradientSimilaritySettings settings, Map<String, Tensor> state) {
        return fit(task, settings, Progress.none());
    }
}
