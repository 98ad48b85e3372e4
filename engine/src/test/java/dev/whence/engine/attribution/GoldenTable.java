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

    private static final String FOOT = """

            ## Where rounding decides

            Some stored arrays hold more rounding than the error that would be allowed for them. Each was computed once more with the
            reference's own steps and library, in float64 and with single steps in float32; errors are relative to the largest score.

            **`traker*`, made in float32.** On g1 all steps in float32 give the stored matrices to 1.3e-7, and float64 differs from them
            by 9e-5 (one checkpoint), 5e-5 (three) and 5e-6 (damped): the table's errors. On g3 the product of the features has the
            condition number 2e5. Float64 differs from what is stored by 3.0e-4, 2.3e-4 and 2.8e-5 (damped), float32 in batches of
            seventeen sizes by 3.9e-4 to 5.9e-4. Float32 in the gradients alone changes the float64 scores by 1e-6, in their projection by
            3e-6, in the product of the features by 1.1e-4, in its inverse by 4.0e-4.

            **`logra_k64_efim_damp_default`, made in float32** with hardly any damping: condition number 8e4 (g1: 2e4). Float64 differs by
            1.8e-4 (g1: 4.4e-5). Float32 in the features or the scores changes it by 6e-6 at most, in the Fisher matrix and its inverse by
            3e-4 (g1: 2.4e-5).

            **Arnoldi's eigenvalues on g3.** The basis loses orthogonality (inner products up to 0.7). Repeated in float64 the sixteen
            largest eigenvalues equal the stored ones to 1e-15, the 22nd to 1e-7, the 28th to 2e-4, the smallest of the 30 to 7e-4; a
            start vector changed in the sixteenth digit moves the last ones by 3e-4. Those are values of directions that the iteration
            has not found (residual 4e-3).

            **`if_cg_it30_reg3e-1_cache200`.** Negative curvature in five or six of the 30 steps for each test image. Repeated in float64,
            with the Hessian summed whole or in two halves, the scores of the same test image differ by up to 0.3 of the largest score, and
            from the stored ones by up to 2.

            **Two seeds of `logra`, 8 x 8.** Between 91 pairs of independent normal matrices the mean correlation by test image is 0.51 on
            g1 and 0.55 on g3 without a Fisher matrix (standard deviation of a pair 0.08), 0.41 and 0.45 with damping 0.1 (0.04), 0.24 and
            0.32 with 1e-5. The reference's 0.49 is that of plain inner products.
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
                        .collect(Collectors.joining())
                + FOOT;
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
