package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.gradient.ExplainedNumber;
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
