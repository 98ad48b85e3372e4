package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.gradient.ChosenParameters;
import dev.whence.engine.attribution.gradient.ExplainedNumber;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.settings.Setting;

/** Settings of influence functions by stochastic iteration. */
public record LissaSettings(
        @Setting(
                label = "Scaling",
                help =
                        "The Hessian is divided by this, which must be above half of its largest eigenvalue or the iteration"
                                + " grows without end.",
                defaultValue = "50",
                min = 1e-6,
                max = 1e12)
        double scaling,

        @Setting(
                label = "Damping",
                help = "Scaling times this is added to the Hessian's diagonal.",
                defaultValue = "0.001",
                min = 0,
                max = 1)
        double damping,

        @Setting(
                label = "Steps",
                help = "Steps of the iteration (Agarwal et al. 2017, algorithm 1).",
                defaultValue = "100",
                min = 1,
                max = 1_000_000)
        int depth,

        @Setting(
                label = "Images per step",
                help = "Random training images that each step's Hessian is made of; 0 for all.",
                unit = "images",
                defaultValue = "50",
                min = 0,
                max = 1e9)
        int batch,

        @Setting(
                label = "Repeats",
                help = "Independent iterations that are averaged.",
                defaultValue = "1",
                min = 1,
                max = 10_000)
        int repeats,

        @ExplainedNumber TestFunction function,

        @RelativeTo Relative relative,

        @Setting(
                label = "Images in the Hessian",
                help = "How many of the first training images the steps draw from; 0 for all.",
                unit = "images",
                defaultValue = "0",
                min = 0,
                max = 1e9,
                advanced = true)
        int images,

        @ChosenParameters String parameters)
        implements InfluenceSettings {}
