package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** The list of stored score matrices: which method gives each with which settings, and how far off we are. */
public final class GoldenScores {

    private GoldenScores() {}

    /**
     * One stored matrix.
     *
     * @param settings {@code name=value} pairs separated by semicolons; the rest at its default
     * @param tolerance allowed error relative to the largest score; absent where nothing is compared
     * @param check quick, slow, the class that compares it, or never with the reason
     */
    public record Key(
            String model,
            String key,
            String method,
            String checkpoints,
            String settings,
            String tolerance,
            String check) {

        @Override
        public String toString() {
            return model + " " + key;
        }
    }

    /** All stored matrices, in the order of keys.csv. */
    public static List<Key> keys() {
        try {
            return Files.readAllLines(GoldenAttribution.file("keys.csv")).stream()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\\|", -1))
                    .map(cells -> new Key(
                            cells[0].strip(),
                            cells[1].strip(),
                            cells[2].strip(),
                            cells[3].strip(),
                            cells[4].strip(),
                            cells[5].strip(),
                            cells[6].strip()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Key key(String model, String key) {
        return keys().stream()
                .filter(each -> each.model().equals(model) && each.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + " is not in keys.csv"));
    }

    /**
     * Fits the key's method, scores the test images (or the training images themselves) and compares with the stored matrix.
     */
    static double error(Key key, GoldenAttribution golden) {
        AttributionTask task = golden.task(key.model(), key.checkpoints());
        Attributor attributor = GoldenAttribution.fit(MethodRegistry.byId(key.method()), task, key.settings());
        return golden.error(key.model(), key.key(), 1, attributor, task);
    }

    /**
     * Notes an error for the table and holds it against the tolerance and against what the documentation says was reached.
     *
     * @param error relative to the largest stored score
     */
    public static void check(Key key, double error) {
        GoldenTable.note(key, error);
        double tolerance = Double.parseDouble(key.tolerance());
        assertTrue(error <= tolerance, () -> key + ": largest difference relative to the largest score: " + error);
        double documented = GoldenTable.documented(key);
        assertTrue(
                error <= documented,
                () -> key + ": docs/methods/golden-table.md says " + documented + ", reached was " + error
                        + "; copy engine/target/golden-table.md there");
    }
}
