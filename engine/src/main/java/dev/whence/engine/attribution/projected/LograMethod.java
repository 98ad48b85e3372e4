package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.attribution.gradient.Projection;

/** Influence on Kronecker-factored projections of each layer's gradient (Choe et al. 2024). */
public final class LograMethod extends BlockMethod<LograSettings> {

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
    public Class<LograSettings> settingsType() {
        return LograSettings.class;
    }

    @Override
    BlockPlan plan(LograSettings settings) {
        LayerProjections.Plan projections = new LayerProjections.Plan(
                Projection.Kind.NORMAL, settings.side(), Projection.Kind.NONE, settings.side() * settings.side());
        return new BlockPlan(
                projections, settings.curvature(), settings.damping(), settings.function(), settings.parameters());
    }
}
