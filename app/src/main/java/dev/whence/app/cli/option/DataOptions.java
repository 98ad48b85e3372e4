package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One set of images. */
public final class DataOptions {

    static final String KINDS =
            "a folder with one subfolder per class, an IDX images file, a CIFAR binary file or folder,"
                    + " an .npz with images and labels, or a .csv with columns path,label";

    @Option(names = "--data", paramLabel = "DATA", description = "The images: " + KINDS + ".")
    @Nullable
    Path data;

    @Option(
            names = "--tensors",
            paramLabel = "FILE",
            description = "Instead of --data: an .npz whose 'input' [n,c,h,w] is the network's input as it is.")
    @Nullable
    Path tensors;

    @Option(
            names = {"--subset", "--subset-test"},
            paramLabel = "RANGES",
            description = "Only these images, by position: 0-1999 or 5,9,20-40.")
    @Nullable
    String subset;

    /** The images, absent if none were given. */
    @Nullable
    public DataSource source() {
        return either("--data", data, "--tensors", tensors, subset);
    }

    /** The images. */
    public DataSource required() {
        DataSource source = source();
        if (source == null) {
            throw new BadInputException(
                    "No images were given; name them with --data, or with --tensors for raw input.");
        }
        return source;
    }

    static @Nullable DataSource either(
            String imagesOption,
            @Nullable Path images,
            String tensorsOption,
            @Nullable Path tensors,
            @Nullable String subset) {
        if (images != null && tensors != null) {
            throw new BadInputException(
                    "Both " + imagesOption + " and " + tensorsOption + " were given; leave one of them away.");
        }
        if (tensors != null) {
            return new DataSource(tensors, true, subset);
        }
        return images == null ? null : new DataSource(images, false, subset);
    }
}
