package dev.whence.engine.attribution.tracin;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.ClassifierStates;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** The inner product of the training image's and the test image's gradient at the final state. */
public final class GradDotMethod implements AttributionMethod<GradientSimilaritySettings> {

    @Override
    public String id() {
        return "grad-dot";
    }

    @Override
    public String title() {
        return "Grad-Dot";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "The inner product of the training image's and the test image's gradient at the final state.";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that a step of length 1 against the training image's loss lowers the explained number by 1.";
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
        return new GradientSimilarityAttributor(task.lastCheckpoint(), settings, false);
    }

    @Override
    public Attributor restore(AttributionTask task, GradientSimilaritySettings settings, Map<String, Tensor> state) {
        return fit(task, settings, Progress.none());
    }
}
