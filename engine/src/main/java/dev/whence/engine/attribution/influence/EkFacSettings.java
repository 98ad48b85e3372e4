package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.gradient.ExplainedNumber;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.settings.Setting;

/** Settings of EK-FAC. */
public record EkFacSettings(
        @Setting(
                label = "Damping",
                help = "Added to the corrected eigenvalues of each layer's Fisher matrix.",
                defaultValue = "0.01",
                min = 1e-12,
                max = 1e12)
        double damping,

        @ExplainedNumber TestFunction function,

        @RelativeTo Relative relative,

        @Setting(
                label = "Images in the Fisher matrix",
                help = "How many of the first training images it is made of; 0 for all.",
                unit = "images",
                defaultValue = "0",
                min = 0,
                max = 1e9,
                advanced = true)
        int images,

        @Setting(
                label = "Parameters",
                help =
                        "Names of layers or parameters, separated by commas; empty for all. Only linear layers take part.",
                defaultValue = "",
                advanced = true)
        String parameters)
        implements InfluenceSettings {}
