package dev.whence.engine.attribution.representer;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.ClassifierStates;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** Representer points (Yeh et al. 2018): the refitted final layer is a weighted sum of training features. */
public final class RepresenterMethod implements AttributionMethod<RepresenterSettings> {

    @Override
    public String id() {
        return "rps-l2";
    }

    @Override
    public String title() {
        return "Representer points";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "The final layer, refitted to the network's own decisions with an L2 penalty, is a weighted sum of training"
                + " features; each training image's share of a logit is its score (Yeh et al. 2018).";
    }

    @Override
    public String scoreMeaning() {
        return "+1 adds 1 to the explained class's logit in the refitted final layer.";
    }

    @Override
    public Optional<String> pairObstacle(RepresenterSettings settings, ClassifierStates states) {
        return Optional.empty();
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public Class<RepresenterSettings> settingsType() {
        return RepresenterSettings.class;
    }

    @Override
    public Attributor fit(AttributionTask task, RepresenterSettings settings, Progress progress) {
        return RepresenterAttributor.fit(task, settings, progress);
    }

    @Override
    public Attributor restore(AttributionTask task, RepresenterSettings settings, Map<String, Tensor> state) {
        return RepresenterAttributor.restore(task, settings, state);
    }
}
