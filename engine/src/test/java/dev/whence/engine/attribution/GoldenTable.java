package dev.whence.engine.attribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The table of stored matrices with the error reached for each: {@code docs/methods/golden-table.md}, and as measured here
 * {@code target/golden-table.md}. Errors are stated as the next power of ten above their double, or the tolerance if that is less, so that another machine's
 * rounding does not change the table.
 */
public final class GoldenTable {

    static final Path DOCUMENTED = Path.of("..", "docs", "methods", "golden-table.md");

    private static final Path MEASURED = Path.of("target", "golden-table.md");

    private static final Path ERRORS = Path.of("target", "golden-errors");

    private static final String HEAD = """
            # Stored reference scores and the error reached

            For each stored score matrix: the method and settings that give it (other settings at their defaults), the error allowed and
            the error reached in float64, both relative to the largest score of the matrix; 1e-7 is the precision the matrices are
            stored in. `g1` is a logistic regression, `g3` a small convolutional network; checkpoints s0, s1, s2 are trained from
            different seeds, `trajectory` is a training history of s0. This page is written by the tests (`GoldenTable`) and fails them
            when it is out of date.

            | model | key | method | checkpoints | settings | allowed | reached |
            |---|---|---|---|---|---|---|
            """;

    /** The matrices are stored in float32, so that an error below this may be none. */
    private static final double RESOLUTION = 1e-7;

    private GoldenTable() {}

    /** Remembers an error and writes the table as measured so far. */
    static synchronized void note(GoldenScores.Key key, double error) {
        try {
            Files.createDirectories(ERRORS);
            Files.writeString(error(key), Double.toString(error));
            Files.writeString(MEASURED, measured());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table with all errors measured since the last clean build; others as documented. */
    static String measured() {
        return HEAD
                + GoldenScores.keys().stream()
                        .map(key -> start(key) + reached(key) + " |\n")
                        .collect(Collectors.joining());
    }

    /** The table's row without the error reached. */
    static String start(GoldenScores.Key key) {
        return "| " + key.model() + " | " + key.key() + " | " + key.method() + " | " + key.checkpoints() + " | "
                + key.settings().replace(";", "; ") + " | " + key.tolerance() + " | ";
    }

    /** What the documentation says was reached; infinite where it says nothing. */
    static double documented(GoldenScores.Key key) {
        String text = documentedCell(key);
        return text.isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** The rows of the documented table. */
    static List<String> documentedRows() {
        try {
            return Files.readAllLines(DOCUMENTED).stream()
                    .filter(line -> line.startsWith("| g"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String documentedCell(GoldenScores.Key key) {
        return documentedRows().stream()
                .filter(row -> row.startsWith(start(key)))
                .map(row -> row.substring(start(key).length(), row.length() - 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String reached(GoldenScores.Key key) {
        if (key.check().startsWith("never")) {
            return key.check();
        }
        Path file = error(key);
        if (!Files.exists(file)) {
            return documentedCell(key);
        }
        try {
            double error = Double.parseDouble(Files.readString(file));
            int exponent = (int) Math.ceil(Math.log10(2 * Math.max(error, RESOLUTION / 2)));
            double bound = Math.pow(10, exponent);
            return bound > Double.parseDouble(key.tolerance())
                    ? key.tolerance()
                    : String.format(Locale.ROOT, "1e%d", exponent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path error(GoldenScores.Key key) {
        return ERRORS.resolve(key.model() + "." + key.key());
    }
}
