package dev.whence.engine.attribution.representer;

import dev.whence.engine.settings.Setting;

/** Settings of representer points. */
public record RepresenterSettings(
        @Setting(
                label = "L2 penalty",
                help =
                        "Lambda of the penalty lambda |Theta|^2 under which the final layer is refitted (Yeh et al. 2018, eq. 2)."
                                + " Small values follow the network closely, large ones pull towards equal classes.",
                defaultValue = "0.003",
                min = 1e-9,
                max = 1e9)
        double penalty,

        @Setting(
                label = "Normalise features",
                help =
                        "Compares images by the cosine of their features instead of the inner product, so that strong activations"
                                + " do not outweigh alike ones.",
                defaultValue = "false")
        boolean normalise,

        @Setting(
                label = "Tolerance",
                help = "The refit stops when the gradient of its objective is this share of its first length.",
                defaultValue = "1e-6",
                min = 1e-14,
                max = 0.1,
                advanced = true)
        double tolerance,

        @Setting(
                label = "Most steps",
                help = "Newton steps after which the refit stops in any case.",
                defaultValue = "100",
                min = 1,
                max = 10_000,
                advanced = true)
        int steps) {}
