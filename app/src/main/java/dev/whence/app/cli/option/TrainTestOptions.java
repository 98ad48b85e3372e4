package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The training images and the images to explain. */
public final class TrainTestOptions {

    @Mixin
    TrainOptions training = new TrainOptions();

    @Option(names = "--test", paramLabel = "DATA", description = "The images to explain, in the same formats.")
    @Nullable
    public Path test;

    @Option(names = "--tensors", paramLabel = "FILE", description = "Instead of --test: the same for the test images.")
    @Nullable
    Path testTensors;

    @Option(names = "--subset-test", paramLabel = "RANGES", description = "Only these test images, by position.")
    @Nullable
    String subsetTest;

    public DataSource train() {
        DataSource source = training.source();
        if (source == null) {
            throw new BadInputException("No training images were given; name them with --train.");
        }
        return source;
    }

    /** The test images, absent if none were given. */
    @Nullable
    public DataSource test() {
        return DataOptions.either("--test", test, "--tensors", testTensors, subsetTest);
    }

    DataSource requiredTest() {
        DataSource source = test();
        if (source == null) {
            throw new BadInputException("No images to explain were given; name them with --test.");
        }
        return source;
    }
}
