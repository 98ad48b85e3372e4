package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.gradient.ChosenParameters;
import dev.whence.engine.attribution.gradient.ExplainedNumber;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.settings.Setting;

/** Settings of DataInf. */
public record DataInfSettings(
        @Setting(
                label = "Damping",
                help = "Added to the diagonal of each layer's Fisher matrix.",
                defaultValue = "0.1",
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

        @ChosenParameters String parameters)
        implements InfluenceSettings {}
