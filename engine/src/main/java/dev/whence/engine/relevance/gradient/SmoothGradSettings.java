package dev.whence.engine.relevance.gradient;

import dev.whence.engine.settings.Setting;

/** Settings of SmoothGrad. */
public record SmoothGradSettings(
        @Setting(
                label = "Noise level",
                help = "Standard deviation of the noise as a share of the image's value range.",
                defaultValue = "0.1",
                min = 0,
                max = 10)
        double noiseLevel,

        @Setting(
                label = "Samples",
                help = "Copies of the image; the last of them is without noise.",
                defaultValue = "20",
                min = 1,
                max = 10_000)
        int samples) {}
