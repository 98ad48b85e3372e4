package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.WorkSize;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** What the explained number would lose if the training image weighed a little more; the Hessian is written out and inverted exactly. */
public final class ExplicitMethod implements AttributionMethod<ExplicitSettings> {

    @Override
    public String id() {
        return "influence-explicit";
    }

    @Override
    public String title() {
        return "Influence (explicit)";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "What the explained number would lose if the training image weighed a little more; the Hessian is written out and inverted exactly.";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that more weight on the image lowers the explained number at rate 1 (times the number of training images).";
    }

    @Override
    public Class<ExplicitSettings> settingsType() {
        return ExplicitSettings.class;
    }

    @Override
    public boolean usesCheckpoints() {
        return true;
    }

    @Override
    public List<String> parameters(ExplicitSettings settings, Network network, int finalLayer) {
        return ExplicitHessian.parameters(settings.parameters(), network, finalLayer);
    }

    @Override
    public double memoryBytes(WorkSize size, ExplicitSettings settings) {
        return size.gradientPass() + size.bytes(5.0 * size.parameters() * size.parameters());
    }

    @Override
    public Attributor fit(AttributionTask task, ExplicitSettings settings, Progress progress) {
        return InfluenceAttributor.fit(task, settings, ExplicitHessian.method(settings), progress);
    }

    @Override
    public Attributor restore(AttributionTask task, ExplicitSettings settings, Map<String, Tensor> state) {
        return InfluenceAttributor.restore(task, settings, ExplicitHessian.method(settings), state);
    }
}
