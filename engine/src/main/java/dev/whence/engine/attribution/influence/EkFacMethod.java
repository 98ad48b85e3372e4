package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** Influence with the Fisher matrix of each linear layer in the eigenbasis of its Kronecker factors (Grosse et al. 2023). */
public final class EkFacMethod implements AttributionMethod<EkFacSettings> {

    @Override
    public String id() {
        return "ekfac";
    }

    @Override
    public String title() {
        return "EK-FAC";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "Influence with the Fisher matrix of each linear layer in the eigenbasis of its Kronecker factors (Grosse et al. 2023).";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that more weight on the image lowers the explained number at rate 1 (times the number of training images).";
    }

    @Override
    public Class<EkFacSettings> settingsType() {
        return EkFacSettings.class;
    }

    @Override
    public boolean usesCheckpoints() {
        return true;
    }

    @Override
    public Attributor fit(AttributionTask task, EkFacSettings settings, Progress progress) {
        return InfluenceAttributor.fit(task, settings, EkFac.method(settings), progress);
    }

    @Override
    public Attributor restore(AttributionTask task, EkFacSettings settings, Map<String, Tensor> state) {
        return InfluenceAttributor.restore(task, settings, EkFac.method(settings), state);
    }
}
