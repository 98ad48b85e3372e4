package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** Influence with a closed form for the inverse curvature: the mean of single-image inverses (Kwon et al. 2024). */
public final class DataInfMethod implements AttributionMethod<DataInfSettings> {

    @Override
    public String id() {
        return "datainf";
    }

    @Override
    public String title() {
        return "DataInf";
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public String summary() {
        return "Influence with a closed form for the inverse curvature: the mean of single-image inverses (Kwon et al. 2024).";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that more weight on the image lowers the explained number at rate 1 (times the number of training images).";
    }

    @Override
    public Class<DataInfSettings> settingsType() {
        return DataInfSettings.class;
    }

    @Override
    public boolean usesCheckpoints() {
        return true;
    }

    @Override
    public Attributor fit(AttributionTask task, DataInfSettings settings, Progress progress) {
        return InfluenceAttributor.fit(task, settings, DataInf.method(settings), progress);
    }

    @Override
    public Attributor restore(AttributionTask task, DataInfSettings settings, Map<String, Tensor> state) {
        return InfluenceAttributor.restore(task, settings, DataInf.method(settings), state);
    }
}
