package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.attribution.gradient.TestFunction;

/**
 * What the three methods of this family come down to.
 *
 * @param projections of each layer's gradient
 * @param damping of the Fisher matrix, relative to the mean of its diagonal
 * @param function whose gradient of the test image is taken
 * @param parameters see {@link dev.whence.engine.model.ParameterSelection}
 */
record BlockPlan(
        LayerProjections.Plan projections,
        Curvature curvature,
        double damping,
        TestFunction function,
        String parameters) {}
