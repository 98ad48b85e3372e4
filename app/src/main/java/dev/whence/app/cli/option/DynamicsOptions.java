package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.pathkernel.OutputKind;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.attribution.pathkernel.Quadrature;
import dev.whence.engine.attribution.pathkernel.StepSample;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which training explains which images, and how exactly. */
public final class DynamicsOptions {

    @Option(
            names = "--history",
            required = true,
            paramLabel = "DIR",
            description = "The training history: written by 'whence train' or 'whence import-history'.")
    @Nullable
    Path history;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The classifier, if it is not where the history says.")
    @Nullable
    Path model;

    @Mixin
    TrainOptions training = new TrainOptions();

    @Option(names = "--test", paramLabel = "DATA", description = "The images to explain: " + DataOptions.KINDS + ".")
    @Nullable
    Path test;

    @Option(names = "--tensors", paramLabel = "FILE", description = "Instead of --test: network input as it is.")
    @Nullable
    Path testTensors;

    @Option(names = "--subset-test", paramLabel = "RANGES", description = "Only these test images, by position.")
    @Nullable
    String subsetTest;

    @Option(
            names = "--output",
            paramLabel = "logits|log-softmax",
            defaultValue = "logits",
            description = "What is reconstructed. Default: ${DEFAULT-VALUE}.")
    String output = "logits";

    @Option(
            names = "--points",
            paramLabel = "adaptive|N",
            defaultValue = "adaptive",
            description =
                    "Plain points per step at which gradients are averaged; adaptive takes as many parts as a step needs and"
                            + " averages over the network's kinks in each. Default: ${DEFAULT-VALUE}.")
    String points = "adaptive";

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            defaultValue = "" + PathKernelOptions.TOLERANCE,
            description = "With adaptive parts: the error of a step's change that is small enough."
                    + " Default: ${DEFAULT-VALUE}.")
    double tolerance = PathKernelOptions.TOLERANCE;

    @Option(names = "--no-closure", description = "Leave each step's quadrature error in the reconstruction.")
    public boolean open;

    @Option(
            names = "--checkpoints",
            paramLabel = "K",
            defaultValue = "0",
            description = "Use only K of the stored checkpoints: faster to read, an approximation. Default: all.")
    public int checkpoints;

    @Option(
            names = "--steps",
            paramLabel = "K",
            defaultValue = "0",
            description = "Estimate the contributions of images from K random steps (drawn by --seed): faster, an"
                    + " approximation whose error is printed. Default: all.")
    int steps;

    @Mixin
    ExecutionOptions execution = new ExecutionOptions();

    public HistoryFolder open() {
        return HistoryFolder.open(Objects.requireNonNull(history));
    }

    /** The classifier and images that the history is about, with the images to explain. */
    public WorkspaceSpec spec(HistoryFolder opened) {
        TrainingDescription description = opened.description();
        TrainingDescription.Images images = description.trainingImages();
        DataSource given = training.source();
        DataSource train = given != null
                ? given
                : new DataSource(
                        images.data(), images.tensors(), images.subset().isEmpty() ? null : images.subset());
        DataSource tests = DataOptions.either("--test", test, "--tensors", testTensors, subsetTest);
        if (tests == null) {
            throw new BadInputException("No images to explain were given; name them with --test.");
        }
        return new WorkspaceSpec(
                model == null ? description.model() : model,
                train,
                tests,
                images.preprocessing(),
                images.classNames(),
                null,
                execution.settings(),
                execution.cacheFolder(),
                execution.seed);
    }

    public PathKernelOptions options() {
        OutputKind kind = switch (output) {
            case "logits" -> OutputKind.LOGITS;
            case "log-softmax" -> OutputKind.LOG_SOFTMAX;
            default ->
                throw new BadInputException("The output '" + output + "' is unknown; give logits or log-softmax.");
        };
        return PathKernelOptions.standard()
                .with(kind)
                .with(quadrature())
                .with(new StepSample(steps, execution.seed))
                .withClosed(!open);
    }

    private Quadrature quadrature() {
        if (points.equals("adaptive")) {
            return new Quadrature.Adaptive(tolerance, PathKernelOptions.LEAST_PARTS, PathKernelOptions.MOST_PARTS);
        }
        if (!points.matches("\\d{1,4}")) {
            throw new BadInputException("--points is '" + points + "'; give adaptive or a number from 1.");
        }
        return Quadrature.fixed(Integer.parseInt(points));
    }

    /** The number explained of each image; absent for those of all classes. */
    public static @Nullable Target target(String text) {
        return text.equals("all") ? null : Target.parse(text);
    }
}
