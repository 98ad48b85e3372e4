package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.gradient.LayerProjections;

/** The general form of LoGra and FactGraSS: influence layer by layer on chosen projections. */
public final class BlockInfluenceMethod extends BlockMethod<BlockInfluenceSettings> {

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
    public Class<BlockInfluenceSettings> settingsType() {
        return BlockInfluenceSettings.class;
    }

    @Override
    BlockPlan plan(BlockInfluenceSettings settings) {
        LayerProjections.Plan projections =
                new LayerProjections.Plan(settings.sides(), settings.side(), settings.product(), settings.dimensions());
        return new BlockPlan(
                projections, settings.curvature(), settings.damping(), settings.function(), settings.parameters());
    }
}
