package dev.whence.engine.attribution.shapley;

import dev.whence.engine.settings.Setting;

/** Settings of KNN-Shapley. */
public record KnnShapleySettings(
        @Setting(
                label = "Neighbours",
                help = "K of the nearest-neighbour classifier whose value is shared out.",
                defaultValue = "5",
                min = 1,
                max = 100_000)
        int neighbours,

        @Setting(
                label = "Distance on",
                help =
                        "Euclidean distance between the features of the final layer, or between the network's input pixels.",
                defaultValue = "features")
        Space space) {

    /** What distances are measured on. */
    public enum Space {
        FEATURES,
        PIXELS
    }
}
