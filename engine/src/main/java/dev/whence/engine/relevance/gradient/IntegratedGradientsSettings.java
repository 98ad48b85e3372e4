package dev.whence.engine.relevance.gradient;

import dev.whence.engine.settings.Setting;

/** Settings of integrated gradients. */
public record IntegratedGradientsSettings(
        @Setting(
                label = "Steps",
                help = "Points on the line from zero to the image at which the gradient is taken.",
                defaultValue = "128",
                min = 1,
                max = 4096)
        int steps,

        @Setting(
                label = "Quadrature",
                help = "Gauss-Legendre points, or equal steps up to the image (right Riemann sum).",
                defaultValue = "gauss-legendre",
                advanced = true)
        Quadrature quadrature,

        @Setting(
                label = "Double precision",
                help = "Takes the gradients in double precision whatever the precision of the run. Rounding decides on"
                        + " which side of a kink a point of the line lies; in single precision single pixels can be off by"
                        + " some thousandths of the largest. Several times faster without.",
                defaultValue = "true",
                advanced = true)
        boolean exact) {

    /** Where the gradient is taken. */
    public enum Quadrature {
        GAUSS_LEGENDRE,
        RIEMANN
    }
}
