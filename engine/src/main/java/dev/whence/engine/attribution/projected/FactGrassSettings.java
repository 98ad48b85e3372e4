package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.gradient.ChosenParameters;
import dev.whence.engine.attribution.gradient.ExplainedNumber;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.settings.Setting;

/** Settings of FactGraSS. */
public record FactGrassSettings(
        @Setting(
                label = "Dimensions per layer",
                help = "Features that are kept of each layer's gradient in the end.",
                defaultValue = "256",
                min = 1,
                max = 65_536)
        int dimensions,

        @Setting(
                label = "Blow-up",
                help =
                        "The masks keep about the square root of this times the dimensions of each side, so that the last"
                                + " projection starts from this many times what it keeps.",
                defaultValue = "4",
                min = 1,
                max = 1024,
                advanced = true)
        double blowup,

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
