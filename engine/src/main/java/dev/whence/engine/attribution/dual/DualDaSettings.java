package dev.whence.engine.attribution.dual;

import dev.whence.engine.settings.Setting;

/** Settings of DualDA. */
public record DualDaSettings(
        @Setting(
                label = "C",
                help =
                        "Price of a training image inside the margin, and the bound on its coefficient; not divided by the"
                                + " number of images. Smaller values use more images, each pinned at the bound; larger values use"
                                + " fewer and fit them more closely.",
                defaultValue = "1.0",
                min = 1e-12,
                max = 1e12)
        double c,

        @Setting(
                label = "Tolerance",
                help =
                        "Relative duality gap at which the solver stops. Scores are off by about its square root: at 1e-4 by"
                                + " a few percent of the largest one.",
                defaultValue = "1e-10",
                min = 1e-14,
                max = 0.1,
                advanced = true)
        double tolerance,

        @Setting(
                label = "Largest number of sweeps",
                help = "Passes over the training images still worked on, after which the solver gives up and says so.",
                unit = "sweeps",
                defaultValue = "20000",
                min = 1,
                max = 2_000_000_000,
                advanced = true)
        int maxSweeps,

        @Setting(
                label = "Seed",
                help =
                        "Order in which the solver visits the images; -1 takes the seed of the run. It changes scores by less"
                                + " than the tolerance.",
                defaultValue = "-1",
                min = -1,
                max = 9e15,
                advanced = true)
        long seed) {}
