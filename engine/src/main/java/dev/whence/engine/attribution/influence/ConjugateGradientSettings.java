package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.gradient.ChosenParameters;
import dev.whence.engine.attribution.gradient.ExplainedNumber;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.settings.Setting;

/** Settings of influence functions by conjugate gradients. */
public record ConjugateGradientSettings(
        @Setting(
                label = "Damping",
                help =
                        "Added to the Hessian's diagonal. The loss of a network is not convex: too little damping makes the"
                                + " solution meaningless.",
                defaultValue = "0.01",
                min = 0,
                max = 1e12)
        double damping,

        @Setting(
                label = "Iterations",
                help = "Steps of the conjugate gradient method for each test image.",
                defaultValue = "10",
                min = 1,
                max = 100_000)
        int iterations,

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
        int parts,

        @ChosenParameters String parameters)
        implements InfluenceSettings {}
