package dev.whence.app.ui.dynamics;

import dev.whence.engine.training.history.HistoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What lies at a place that a person named.
 *
 * @param path of the history itself
 * @param sentence about it
 */
record HistoryPlace(Kind kind, Path path, String sentence) {

    private static final String INSIDE = "history";
    private static final String CHECKPOINTS = "(?i)step_?\\d{1,9}\\.(pt|pth|safetensors)";

    /** What it is. */
    enum Kind {
        /** A history of Whence's own. */
        OWN,
        /** A training that another program recorded; its optimiser has to be told. */
        FOREIGN,
        /** None that is known. */
        NONE
    }

    /** Looks at a place as it was typed. */
    static HistoryPlace named(String text) {
        try {
            return of(Path.of(text.strip()));
        } catch (InvalidPathException e) {
            return new HistoryPlace(
                    Kind.NONE, Path.of(""), "'" + text + "' cannot be a path; choose a folder or file.");
        }
    }

    /** Looks at a place; takes a moment. A folder of checkpoints and a history of Whence both hold a history.json. */
    static HistoryPlace of(Path place) {
        Path inside = place.resolve(INSIDE);
        long states = Files.isDirectory(place) ? checkpoints(place) : 0;
        if (states > 0) {
            return new HistoryPlace(
                    Kind.FOREIGN,
                    place,
                    String.format(
                            Locale.ROOT,
                            "%,d checkpoints; the optimiser has to be told before they are imported.",
                            states));
        }
        if (HistoryFolder.isOne(place)) {
            return new HistoryPlace(Kind.OWN, place, "A history of Whence.");
        }
        if (HistoryFolder.isOne(inside)) {
            return new HistoryPlace(Kind.OWN, inside, "A training run of Whence with its history.");
        }
        if (Files.isRegularFile(place)
                && place.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
            return new HistoryPlace(
                    Kind.FOREIGN,
                    place,
                    "Arrays of a training; the optimiser has to be told before they are imported.");
        }
        return new HistoryPlace(Kind.NONE, place, nothing(place, states < 0));
    }

    private static String nothing(Path place, boolean closed) {
        if (closed) {
            return "The folder " + place + " cannot be read; check that it may be opened.";
        }
        if (Files.isDirectory(place)) {
            return "The folder " + place.getFileName() + " holds neither a history nor checkpoints named"
                    + " step_000000.pt and so on; choose another one.";
        }
        return Files.exists(place)
                ? place.getFileName() + " is no history; choose a folder or an .npz file."
                : "There is nothing at " + place + "; choose a folder or an .npz file.";
    }

    /** How many there are in a folder, -1 if it cannot be read. */
    private static long checkpoints(Path place) {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(CHECKPOINTS))
                    .count();
        } catch (IOException e) {
            return -1;
        }
    }
}
