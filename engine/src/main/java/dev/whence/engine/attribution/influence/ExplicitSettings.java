package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.settings.Setting;

/** Settings of influence functions with the Hessian written out. */
public record ExplicitSettings(
        @Setting(
                label = "Damping",
                help =
                        "Added to the Hessian's diagonal. Without any the Hessian of a classifier cannot be inverted: adding"
                                + " the same to all logits changes nothing.",
                defaultValue = "0.01",
                min = 0,
                max = 1e12)
        double damping,

        @Setting(
                label = "Parameters",
                help = "Names of layers or parameters, separated by commas, that gradients are taken by; empty for the"
                        + " final layer, `all` for all. Memory grows with the square of their number.",
                defaultValue = "")
        String parameters,

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
                label = "Images in the Hessian",
                help = "How many of the first training images the Hessian is made of; 0 for all.",
                unit = "images",
                defaultValue = "0",
                min = 0,
                max = 1e9,
                advanced = true)
        int images,

        @Setting(
                label = "Parts of the Hessian's images",
                help =
                        "With more than 1, the inverses for equal parts of the images are added up, as some programs do; that"
                                + " is not the inverse for all.",
                defaultValue = "1",
                min = 1,
                max = 1_000_000,
                advanced = true)
        int parts)
        implements InfluenceSettings {}
