package dev.whence.engine.relevance.gradient;

import dev.whence.engine.settings.Setting;

/** Settings of occlusion. */
public record OcclusionSettings(
        @Setting(
                label = "Window",
                help = "Side of the square window.",
                unit = "pixels",
                defaultValue = "8",
                min = 1,
                max = 4096)
        int window,

        @Setting(
                label = "Stride",
                help = "Distance from one window to the next.",
                unit = "pixels",
                defaultValue = "8",
                min = 1,
                max = 4096)
        int stride,

        @Setting(
                label = "What is shown",
                help = "Keep: the network sees the window alone, everything else is zero, and its answer is put on the"
                        + " window. Hide: the window is zero, and what the answer loses is put on it.",
                defaultValue = "keep")
        Shown shown) {

    /** What the network sees. */
    public enum Shown {
        KEEP,
        HIDE
    }
}
