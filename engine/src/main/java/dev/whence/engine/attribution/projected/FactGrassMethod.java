package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.attribution.gradient.Projection;

/** Influence on masked factors whose product passes a sparse projection (Hu et al. 2025). */
public final class FactGrassMethod extends BlockMethod<FactGrassSettings> {

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
    public Class<FactGrassSettings> settingsType() {
        return FactGrassSettings.class;
    }

    @Override
    BlockPlan plan(FactGrassSettings settings) {
        int side = (int) Math.ceil(Math.sqrt(settings.dimensions() * settings.blowup()));
        LayerProjections.Plan projections =
                new LayerProjections.Plan(Projection.Kind.MASK, side, Projection.Kind.SJLT, settings.dimensions());
        return new BlockPlan(
                projections, settings.curvature(), settings.damping(), settings.function(), settings.parameters());
    }
}
