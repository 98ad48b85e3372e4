package dev.whence.app.cli;

import dev.whence.engine.BadInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the classes are called, where no model is given. */
final class ClassesOption {

    @Option(
            names = "--classes",
            paramLabel = "FILE|a,b,c",
            description =
                    "Class names, one a line in a file or separated by commas. Default: folder names, or 0 to n-1.")
    @Nullable
    String classes;

    /**
     * The class names given, or none.
     *
     * @throws BadInputException if they are in a file that cannot be read
     */
    List<String> names() {
        return ModelOptions.classNames(classes);
    }
}
