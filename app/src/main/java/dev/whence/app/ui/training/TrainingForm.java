package dev.whence.app.ui.training;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.settings.Setting;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.Schedule;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.TrainingSettings.Interval;
import dev.whence.engine.training.request.TrainingRequest.Start;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What stands in the fields of the training form. */
public record TrainingForm(
        @Setting(
                label = "Network",
                help = "An architecture with random starting weights, or the layers of the model that is open: trained"
                        + " on (fine-tuning), or with all weights drawn anew.",
                defaultValue = "small-cnn")
        Network network,

        @Setting(
                label = "Biases",
                help = "Without biases and batch normalisation the output scales with the input (X-variant; Hesse et"
                        + " al. 2021). Only for architectures.",
                defaultValue = "true")
        boolean biases,

        @Setting(
                label = "Epochs",
                help = "Passes over the training images.",
                defaultValue = "5",
                min = 1,
                max = 100_000)
        int epochs,

        @Setting(
                label = "Batch size",
                help = "Training images of one step; the last batch of an epoch may be smaller.",
                defaultValue = "64",
                min = 1,
                max = 100_000)
        int batch,

        @Setting(
                label = "Optimiser",
                help = "As in PyTorch: momentum 0.9, first beta 0.9, epsilon 1e-8.",
                defaultValue = "adamw")
        Method optimizer,

        @Setting(
                label = "Learning rate",
                help = "The highest one; the schedule says how it moves.",
                defaultValue = "0.001",
                min = 1e-12,
                max = 1000)
        double rate,

        @Setting(
                label = "Schedule",
                help = "Constant; down along half a cosine wave; up to the highest rate in the first third and down"
                        + " to 0; a tenth after each third.",
                defaultValue = "cosine")
        Course schedule,

        @Setting(
                label = "Weight decay",
                help = "Part of the gradient, except with AdamW, which shrinks the weights directly.",
                defaultValue = "0.01",
                min = 0,
                max = 1000)
        double decay,

        @Setting(label = "Mirror images", help = "Left to right, at random.", defaultValue = "false")
        boolean flip,

        @Setting(
                label = "Move images",
                help = "At random by up to so many pixels in each direction.",
                unit = "pixels",
                defaultValue = "0",
                min = 0,
                max = 63)
        int shift,

        @Setting(
                label = "History",
                help = "Which states are kept. Batches and learning rates of every step are kept with any history.",
                defaultValue = "epochs")
        Kept history,

        @Setting(
                label = "Label noise",
                help = "Share of the training images that get a wrong label, for experiments.",
                defaultValue = "0",
                min = 0,
                max = 1,
                advanced = true)
        double noise,

        @Setting(
                label = "Fixed statistics",
                help = "Batch normalisation with its stored statistics, so that histories can be explained exactly.",
                defaultValue = "false",
                advanced = true)
        boolean fixed,

        @Setting(
                label = "Second beta",
                help = "How long Adam and AdamW remember squared gradients. PyTorch takes 0.999; ExPLAIND's addition"
                        + " modulo a number needs 0.98.",
                defaultValue = "0.999",
                min = 0,
                max = 0.999999,
                advanced = true)
        double beta,

        @Setting(
                label = "Seed",
                help = "Of starting weights, order and changes of images. The same seed gives the same weights on one"
                        + " machine.",
                defaultValue = "0",
                min = 0,
                max = 9e15,
                advanced = true)
        long seed) {

    /** What is trained. */
    public enum Network {
        LOGISTIC_REGRESSION,
        MLP,
        TINY_CNN,
        SMALL_CNN,
        VGG_SMALL,
        RESNET9,
        RESNET9_NO_BN,
        RESNET18,
        MODULO_TRANSFORMER,
        OPEN_MODEL,
        OPEN_MODEL_NEW_WEIGHTS;

        boolean isOpenModel() {
            return this == OPEN_MODEL || this == OPEN_MODEL_NEW_WEIGHTS;
        }

        Architecture architecture() {
            return Architecture.valueOf(name());
        }

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How steps are made. */
    public enum Method {
        SGD,
        MOMENTUM,
        ADAM,
        ADAMW
    }

    /** How the learning rate moves. */
    public enum Course {
        CONSTANT,
        COSINE,
        TRIANGULAR,
        THREE_STEPS
    }

    /** Which states are kept. */
    public enum Kept {
        NONE,
        EPOCHS,
        EVERY_10,
        EVERY_STEP
    }

    /** With which weights training begins. */
    Start start(Path openModel) {
        return network.isOpenModel()
                ? new Start.FromFile(openModel, network == Network.OPEN_MODEL)
                : new Start.Fresh(network.architecture(), biases);
    }

    /**
     * @throws BadInputException if a value is out of range
     */
    TrainingSettings settings() {
        return new TrainingSettings(
                epochs,
                batch,
                method(),
                rate,
                course(),
                new Augmentation(flip, shift, List.of(0.0)),
                noise,
                fixed ? BatchNormMode.FIXED : BatchNormMode.BATCH,
                interval(),
                seed);
    }

    private Optimizer method() {
        return switch (optimizer) {
            case SGD -> new Optimizer.Sgd(decay);
            case MOMENTUM -> new Optimizer.Momentum(0.9, decay);
            case ADAM -> new Optimizer.Adam(0.9, beta, 1e-8, decay);
            case ADAMW -> new Optimizer.AdamW(0.9, beta, 1e-8, decay);
        };
    }

    private Schedule course() {
        return switch (schedule) {
            case CONSTANT -> new Schedule.Constant();
            case COSINE -> new Schedule.Cosine();
            case TRIANGULAR -> new Schedule.Triangular(1.0 / 3);
            case THREE_STEPS -> new Schedule.Step(3, 0.1);
        };
    }

    private Interval interval() {
        return Interval.parse(
                switch (history) {
                    case NONE -> "none";
                    case EPOCHS -> "epochs";
                    case EVERY_10 -> "every:10";
                    case EVERY_STEP -> "every-step";
                });
    }
}
