package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which classifier, and what its classes are called. */
public final class ModelOptions {

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The classifier: TorchScript (.pt), exported program (.pt2), or weights of a known network.")
    @Nullable
    public Path model;

    @Mixin
    ClassesOption classes = new ClassesOption();

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "The final linear layer, whose input are the features. Default: found.")
    @Nullable
    public String layer;

    /**
     * @throws BadInputException if none was given
     */
    public Path model() {
        if (model == null) {
            throw new BadInputException("No classifier was given; name its file with --model.");
        }
        return model;
    }

    /**
     * The class names given, or none.
     *
     * @throws BadInputException if they are in a file that cannot be read
     */
    List<String> classNames() {
        return classes.names();
    }
}
