package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.Schedule;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.request.TrainingRequest.Start;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a network is trained. */
public final class TrainingOptions {

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            description = {
                "logistic-regression, mlp, tiny-cnn, small-cnn, vgg-small, resnet9, resnet9-no-bn, resnet18,",
                "modulo-transformer: with random starting weights."
            })
    @Nullable
    String architecture;

    @Option(names = "--no-bias", description = "With --arch: without biases and batch normalisation (the X-variant).")
    boolean noBias;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Instead of --arch: train on from this model's weights (fine-tuning).")
    @Nullable
    Path model;

    @Option(names = "--reinitialise", description = "With --model: keep the layers and draw all weights anew.")
    boolean reinitialise;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
    int epochs = 10;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Images of a step. Default: ${DEFAULT-VALUE}.")
    int batch = 64;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME[,KEY=X...]",
            defaultValue = "adamw",
            description = {
                "sgd, momentum, adam or adamw; with settings as in adamw,beta1=0.9,beta2=0.98,eps=1e-8.",
                "Default: ${DEFAULT-VALUE}."
            })
    String optimizer = "adamw";

    @Option(
            names = "--lr",
            paramLabel = "X",
            description = "Highest learning rate. Default: 0.001 with adam and adamw, else 0.05.")
    @Nullable
    Double rate;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            defaultValue = "constant",
            description = "constant, cosine, triangular[:PEAK] or step:PARTS:FACTOR. Default: ${DEFAULT-VALUE}.")
    String schedule = "constant";

    @Option(names = "--weight-decay", paramLabel = "X", description = "Default: 0.01 with adamw, else 0.")
    @Nullable
    Double decay;

    @Option(names = "--flip", description = "Mirror training images left to right at random.")
    boolean flip;

    @Option(
            names = "--shift",
            paramLabel = "N",
            defaultValue = "0",
            description = "Move training images at random by up to so many pixels.")
    int shift;

    @Option(
            names = "--label-noise",
            paramLabel = "X",
            defaultValue = "0",
            description = "Give this share of the training images a wrong label, for experiments.")
    double labelNoise;

    @Option(
            names = "--batch-norm",
            paramLabel = "batch|fixed",
            defaultValue = "batch",
            description = "Statistics of the batch, or the stored ones (exact histories). Default: ${DEFAULT-VALUE}.")
    String batchNorm = "batch";

    @Option(
            names = "--history",
            paramLabel = "none|epochs|every-step|every:N",
            defaultValue = "none",
            description = "Which states are kept. Default: ${DEFAULT-VALUE}.")
    String history = "none";

    /** With which weights training begins. */
    public Start start() {
        if ((architecture == null) == (model == null)) {
            throw new BadInputException(
                    architecture == null
                            ? "Nothing to train was named; give an architecture with --arch or a model with --model."
                            : "Both --arch and --model were given; leave one of them away.");
        }
        if (architecture != null) {
            if (reinitialise) {
                throw new BadInputException("--reinitialise belongs to --model; --arch always starts anew.");
            }
            return new Start.Fresh(Architecture.byId(architecture), !noBias);
        }
        if (noBias) {
            throw new BadInputException("--no-bias belongs to --arch; a model keeps the biases it has.");
        }
        return new Start.FromFile(Objects.requireNonNull(model), !reinitialise);
    }

    public TrainingSettings settings(long seed) {
        Optimizer chosen = OptimizerText.parse(decay == null ? optimizer : optimizer + ",weight_decay=" + decay);
        if (shift < 0 || shift > 63) {
            throw new BadInputException("--shift is " + shift + "; give 0 to 63 pixels.");
        }
        return new TrainingSettings(
                epochs,
                batch,
                chosen,
                rate == null ? (chosen.adaptive() ? 1e-3 : 0.05) : rate,
                Schedule.parse(schedule),
                new Augmentation(flip, shift, List.of(0.0)),
                labelNoise,
                batchNormMode(),
                TrainingSettings.Interval.parse(history),
                seed);
    }

    private BatchNormMode batchNormMode() {
        return switch (batchNorm.toLowerCase(Locale.ROOT)) {
            case "batch" -> BatchNormMode.BATCH;
            case "fixed" -> BatchNormMode.FIXED;
            default ->
                throw new BadInputException(
                        "The statistics '" + batchNorm + "' are unknown; give --batch-norm batch or fixed.");
        };
    }
}
