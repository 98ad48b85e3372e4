package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.settings.Setting;

/** Settings of the exact path kernel as a method among the others. */
public record PathKernelSettings(
        @Setting(
                label = "Training history",
                help = "Folder of the recorded training, as `whence train` and `whence import-history` write it.",
                defaultValue = "")
        String history,

        @Setting(
                label = "Output",
                help = "What is put together from the training: the logits, or the logarithm of the softmax.",
                defaultValue = "logits")
        OutputKind output,

        @Setting(
                label = "Points per step",
                help =
                        "Plain points at which gradients are averaged; 0 takes as many parts as a step needs, kinks averaged.",
                defaultValue = "0",
                min = 0,
                max = 1000)
        int points,

        @Setting(
                label = "Checkpoints",
                help = "Uses only so many of the stored states, an approximation; 0 uses all.",
                defaultValue = "0",
                min = 0,
                max = 1e9,
                advanced = true)
        int checkpoints) {

    PathKernelOptions options() {
        PathKernelOptions standard = PathKernelOptions.standard().with(output);
        return points == 0 ? standard : standard.with(Quadrature.fixed(points));
    }
}
