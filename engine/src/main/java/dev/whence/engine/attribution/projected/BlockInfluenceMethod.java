package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** The general form of LoGra and FactGraSS: influence layer by layer on chosen projections. */
public final class BlockInfluenceMethod implements AttributionMethod<BlockInfluenceSettings> {

    @Override
    public String id() {
        return "block-influence";
    }

    @Override
    public String title() {
        return "Block-projected influence";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "Influence layer by layer on freely chosen projections of the gradient's factors and of their product.";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that more weight on the image lowers the explained number at rate 1 (times the number of training"
                + " images), as far as the projected gradients tell.";
    }

    @Override
    public Class<BlockInfluenceSettings> settingsType() {
        return BlockInfluenceSettings.class;
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
    public Attributor fit(AttributionTask task, BlockInfluenceSettings settings, Progress progress) {
        return BlockAttributor.fit(task, plan(settings), progress);
    }

    @Override
    public Attributor restore(AttributionTask task, BlockInfluenceSettings settings, Map<String, Tensor> state) {
        return BlockAttributor.restore(task, plan(settings), state);
    }

    static BlockPlan plan(BlockInfluenceSettings settings) {
        LayerProjections.Plan projections =
                new LayerProjections.Plan(settings.sides(), settings.side(), settings.product(), settings.dimensions());
        return new BlockPlan(
                projections, settings.curvature(), settings.damping(), settings.function(), settings.parameters());
    }
}
