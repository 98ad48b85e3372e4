package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.gradient.ChosenParameters;
import dev.whence.engine.attribution.gradient.ExplainedNumber;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.settings.Setting;

/** Settings of block-projected influence. */
public record BlockInfluenceSettings(
        @Setting(
                label = "Sides",
                help = "How each layer's input and output gradient are projected before they are multiplied.",
                defaultValue = "normal")
        Projection.Kind sides,

        @Setting(
                label = "Dimensions per side",
                help = "Kept of each side; a shorter side is left whole.",
                defaultValue = "16",
                min = 1,
                max = 4096)
        int side,

        @Setting(
                label = "Product",
                help = "How the product of both sides is projected afterwards.",
                defaultValue = "none")
        Projection.Kind product,

        @Setting(
                label = "Dimensions per layer",
                help = "Kept of the product; a shorter one is left whole.",
                defaultValue = "256",
                min = 1,
                max = 65_536)
        int dimensions,

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
