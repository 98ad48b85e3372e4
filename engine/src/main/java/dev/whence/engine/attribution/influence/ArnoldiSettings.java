package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.gradient.ChosenParameters;
import dev.whence.engine.attribution.gradient.ExplainedNumber;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.settings.Setting;

/** Settings of influence functions in the Hessian's leading directions. */
public record ArnoldiSettings(
        @Setting(
                label = "Damping",
                help =
                        "Added to the Hessian's diagonal; must outweigh the negative curvature that the loss of a network has.",
                defaultValue = "1",
                min = 0,
                max = 1e12)
        double damping,

        @Setting(
                label = "Directions",
                help =
                        "How many directions of largest curvature are kept (Schioppa et al. 2022). Others count as nothing.",
                defaultValue = "50",
                min = 1,
                max = 10_000)
        int directions,

        @Setting(
                label = "Iterations",
                help = "Steps of the Arnoldi iteration that finds them, at least one more than the directions.",
                defaultValue = "100",
                min = 2,
                max = 10_001)
        int iterations,

        @ExplainedNumber TestFunction function,

        @RelativeTo Relative relative,

        @Setting(
                label = "Images in the Hessian",
                help = "How many of the first training images the Hessian is made of; 0 for all.",
                unit = "images",
                defaultValue = "0",
                min = 0,
                max = 1e9,
                advanced = true)
        int images,

        @ChosenParameters String parameters)
        implements InfluenceSettings {}
