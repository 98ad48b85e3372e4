package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the classes are called. */
public final class ClassesOption {

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
    public List<String> names() {
        if (classes == null) {
            return List.of();
        }
        Path file = Path.of(classes);
        Stream<String> names;
        if (Files.isRegularFile(file)) {
            names = lines(file).stream();
        } else if (classes.contains(",")) {
            names = Arrays.stream(classes.split(",", -1));
        } else {
            throw new BadInputException("There is no file " + classes
                    + " with class names; check the path, or give the names themselves separated by commas.");
        }
        return names.map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BadInputException(
                    "The class names in " + file + " cannot be read; it must be a text file in UTF-8.", e);
        }
    }
}
