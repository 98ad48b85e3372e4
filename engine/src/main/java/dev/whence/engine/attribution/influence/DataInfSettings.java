package dev.whence.engine.attribution.influence;

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

        @Setting(
                label = "Explained number",
                help =
                        "Whose gradient of the test image is used: the loss, the logit or the log-odds of the explained class.",
                defaultValue = "loss")
        TestFunction function,

        @Setting(
                label = "Relative to",
                help =
                        "Divides each training image's influence by the change it makes to its own loss, or to the"
                                + " parameters, so that unusual images do not come first everywhere (Barshan et al. 2020, RelatIF).",
                defaultValue = "none")
        Relative relative,

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
                        "Names of layers or parameters, separated by commas, that gradients are taken by; empty for all.",
                defaultValue = "",
                advanced = true)
        String parameters)
        implements InfluenceSettings {}
