package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.attribution.gradient.ChosenParameters;
import dev.whence.engine.attribution.gradient.ExplainedNumber;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.settings.Setting;

/** Settings of data value embedding. */
public record DvembSettings(
        @Setting(
                label = "Training history",
                help = "Folder of the recorded training, as `whence train` and `whence import-history` write it.",
                defaultValue = "")
        String history,

        @ExplainedNumber TestFunction function,

        @Setting(
                label = "Projection",
                help = "None follows the parameters themselves: exact, one passage over the training for each question."
                        + " The others prepare embeddings once and answer at once, with random error.",
                defaultValue = "none")
        DvembProjection projection,

        @Setting(
                label = "Dimensions",
                help = "Of the projected gradient; for each layer with kronecker (its square root on each side) and"
                        + " elementwise.",
                defaultValue = "256",
                min = 1,
                max = 16_384)
        int dimensions,

        @Setting(
                label = "Epoch",
                help = "Counts only the steps of one passage over the training images, from 0; -1 counts all.",
                defaultValue = "-1",
                min = -1,
                max = 1e9,
                advanced = true)
        int epoch,

        @ChosenParameters String parameters) {}
