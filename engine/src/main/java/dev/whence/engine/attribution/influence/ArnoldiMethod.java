package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.WorkSize;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** What the explained number would lose if the training image weighed a little more, in the directions of largest curvature only. */
public final class ArnoldiMethod implements AttributionMethod<ArnoldiSettings> {

    @Override
    public String id() {
        return "influence-arnoldi";
    }

    @Override
    public String title() {
        return "Influence (Arnoldi)";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "What the explained number would lose if the training image weighed a little more, in the directions of largest curvature only.";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that more weight on the image lowers the explained number at rate 1 (times the number of training images).";
    }

    @Override
    public Class<ArnoldiSettings> settingsType() {
        return ArnoldiSettings.class;
    }

    @Override
    public boolean usesCheckpoints() {
        return true;
    }

    /** The iteration's vectors and the directions made of them. */
    @Override
    public double memoryBytes(WorkSize size, ArnoldiSettings settings) {
        return size.gradientPass()
                + size.bytes((settings.iterations() + (double) settings.directions()) * size.parameters());
    }

    @Override
    public Attributor fit(AttributionTask task, ArnoldiSettings settings, Progress progress) {
        return InfluenceAttributor.fit(task, settings, Arnoldi.method(settings), progress);
    }

    @Override
    public Attributor restore(AttributionTask task, ArnoldiSettings settings, Map<String, Tensor> state) {
        return InfluenceAttributor.restore(task, settings, Arnoldi.method(settings), state);
    }
}
