package dev.whence.engine.relevance.gradient;

import dev.whence.engine.settings.Setting;

/** Settings of expected gradients. */
public record ExpectedGradientsSettings(
        @Setting(
                label = "Samples",
                help = "Training images drawn as starting points, each with one random point on the way to the image.",
                defaultValue = "100",
                min = 1,
                max = 100_000)
        int samples) {}
