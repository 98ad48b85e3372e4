package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** What the explained number would lose if the training image weighed a little more; the Hessian is inverted by stochastic iteration. */
public final class LissaMethod implements AttributionMethod<LissaSettings> {

    @Override
    public String id() {
        return "influence-lissa";
    }

    @Override
    public String title() {
        return "Influence (LiSSA)";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "What the explained number would lose if the training image weighed a little more; the Hessian is inverted by stochastic iteration.";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that more weight on the image lowers the explained number at rate 1 (times the number of training images).";
    }

    @Override
    public Class<LissaSettings> settingsType() {
        return LissaSettings.class;
    }

    @Override
    public boolean usesCheckpoints() {
        return true;
    }

    @Override
    public Attributor fit(AttributionTask task, LissaSettings settings, Progress progress) {
        return InfluenceAttributor.fit(task, settings, Lissa.method(settings), progress);
    }

    @Override
    public Attributor restore(AttributionTask task, LissaSettings settings, Map<String, Tensor> state) {
        return InfluenceAttributor.restore(task, settings, Lissa.method(settings), state);
    }
}
