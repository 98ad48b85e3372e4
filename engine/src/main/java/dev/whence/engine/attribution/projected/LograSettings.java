package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.gradient.ChosenParameters;
import dev.whence.engine.attribution.gradient.ExplainedNumber;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.settings.Setting;

/** Settings of LoGra. */
public record LograSettings(
        @Setting(
                label = "Dimensions per side",
                help =
                        "Each layer's input and output gradient are projected to so many dimensions; its features are their"
                                + " products (Choe et al. 2024, section 3). A shorter side is left whole.",
                defaultValue = "16",
                min = 1,
                max = 256)
        int side,

        @Setting(
                label = "Damping",
                help = "Added to the diagonal of each layer's Fisher matrix, as a share of the diagonal's mean.",
                defaultValue = "0.1",
                min = 1e-9,
                max = 1e9)
        double damping,

        @ExplainedNumber TestFunction function,

        @Setting(
                label = "Curvature",
                help =
                        "Fisher corrects for directions in which all gradients are large; identity compares as they are.",
                defaultValue = "fisher",
                advanced = true)
        Curvature curvature,

        @ChosenParameters String parameters) {}
