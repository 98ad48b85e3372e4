package dev.whence.app.cli.option;

import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The training images. */
public final class TrainOptions {

    @Option(names = "--train", paramLabel = "DATA", description = "The training images: " + DataOptions.KINDS + ".")
    @Nullable
    Path train;

    @Option(
            names = "--train-tensors",
            paramLabel = "FILE",
            description = "Instead of --train: an .npz whose 'input' [n,c,h,w] is the network's input as it is.")
    @Nullable
    Path trainTensors;

    @Option(
            names = "--subset-train",
            paramLabel = "RANGES",
            description = "Only these training images, by position: 0-1999 or 5,9,20-40.")
    @Nullable
    String subsetTrain;

    /** The images, absent if none were given. */
    @Nullable
    public DataSource source() {
        return DataOptions.either("--train", train, "--train-tensors", trainTensors, subsetTrain);
    }
}
