package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** Influence on Kronecker-factored projections of each layer's gradient (Choe et al. 2024). */
public final class LograMethod implements AttributionMethod<LograSettings> {

    @Override
    public String id() {
        return "logra";
    }

    @Override
    public String title() {
        return "LoGra";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "Influence on gradients of which each layer's two factors are projected before they are multiplied, so that no gradient is"
                + " ever written out (Choe et al. 2024).";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that more weight on the image lowers the explained number at rate 1 (times the number of training"
                + " images), as far as the projected gradients tell.";
    }

    @Override
    public Class<LograSettings> settingsType() {
        return LograSettings.class;
    }

    @Override
    public boolean usesCheckpoints() {
        return true;
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public Attributor fit(AttributionTask task, LograSettings settings, Progress progress) {
        return BlockAttributor.fit(task, plan(settings), progress);
    }

    @Override
    public Attributor restore(AttributionTask task, LograSettings settings, Map<String, Tensor> state) {
        return BlockAttributor.restore(task, plan(settings), state);
    }

    static BlockPlan plan(LograSettings settings) {
        LayerProjections.Plan projections = new LayerProjections.Plan(
                Projection.Kind.NORMAL, settings.side(), Projection.Kind.NONE, settings.side() * settings.side());
        return new BlockPlan(
                projections, settings.curvature(), settings.damping(), settings.function(), settings.parameters());
    }
}
