package dev.whence.engine.attribution.trak;

import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.settings.Setting;

/** Settings of TRAK. */
public record TrakSettings(
        @Setting(
                label = "Dimensions",
                help = "Size of the randomly projected gradients. More keeps more of the gradient and costs more.",
                defaultValue = "512",
                min = 1,
                max = 65_536)
        int dimensions,

        @Setting(
                label = "Damping",
                help =
                        "Added to the diagonal of the features' product before it is inverted. Zero is the original method.",
                defaultValue = "0",
                min = 0,
                max = 1e12)
        double damping,

        @Setting(
                label = "Projection",
                help = "How the projection matrix is drawn; none keeps the gradients whole.",
                defaultValue = "rademacher",
                advanced = true)
        Projection.Kind projection,

        @Setting(
                label = "Parameters",
                help =
                        "Names of layers or parameters, separated by commas, that gradients are taken by; empty for all.",
                defaultValue = "",
                advanced = true)
        String parameters) {}
