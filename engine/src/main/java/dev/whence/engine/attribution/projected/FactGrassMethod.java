package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** Influence on masked factors whose product passes a sparse projection (Hu et al. 2025). */
public final class FactGrassMethod implements AttributionMethod<FactGrassSettings> {

    @Override
    public String id() {
        return "factgrass";
    }

    @Override
    public String title() {
        return "FactGraSS";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "Influence on gradients of which some coordinates of each factor are drawn, multiplied and then projected sparsely (Hu et"
                + " al. 2025).";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that more weight on the image lowers the explained number at rate 1 (times the number of training"
                + " images), as far as the projected gradients tell.";
    }

    @Override
    public Class<FactGrassSettings> settingsType() {
        return FactGrassSettings.class;
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
    public Attributor fit(AttributionTask task, FactGrassSettings settings, Progress progress) {
        return BlockAttributor.fit(task, plan(settings), progress);
    }

    @Override
    public Attributor restore(AttributionTask task, FactGrassSettings settings, Map<String, Tensor> state) {
        return BlockAttributor.restore(task, plan(settings), state);
    }

    static BlockPlan plan(FactGrassSettings settings) {
        int side = (int) Math.ceil(Math.sqrt(settings.dimensions() * settings.blowup()));
        LayerProjections.Plan projections =
                new LayerProjections.Plan(Projection.Kind.MASK, side, Projection.Kind.SJLT, settings.dimensions());
        return new BlockPlan(
                projections, settings.curvature(), settings.damping(), settings.function(), settings.parameters());
    }
}
