package dev.whence.engine.training.history;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** The files of a history folder and the sentences about them. */
final class HistoryFiles {

    static final String MANIFEST = "history.json";
    static final String PARAMETERS = "parameters.f32";
    static final String SECOND_MOMENT = "second-moment.f32";
    static final String BUFFERS = "buffers.f32";
    static final String STATES = "states.bin";
    static final String STEPS = "steps.bin";
    static final String BATCHES = "batches.i32";
    static final String CHOICES = "choices.i32";
    static final String LABELS = "labels.i32";

    static final Set<String> ALL =
            Set.of(MANIFEST, PARAMETERS, SECOND_MOMENT, BUFFERS, STATES, STEPS, BATCHES, CHOICES, LABELS);

    private HistoryFiles() {}

    /** Reads as much of a file as counts. */
    static byte[] prefix(Path file, long length) {
        try {
            requireLength(file, Files.size(file), length);
            try (var in = Files.newInputStream(file)) {
                return in.readNBytes(Math.toIntExact(length));
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static void requireLength(Path file, long actual, long wanted) {
        if (actual < wanted) {
            throw new BadInputException("The history file " + file + " is incomplete: it has " + actual + " of "
                    + wanted + " bytes; copy the whole folder again, or train again.");
        }
    }

    static BadInputException altered(Path file) {
        return new BadInputException("The history file " + file
                + " is not what was recorded (its checksum is wrong); copy the whole folder again, or train again.");
    }

    /** Two files have one checksum. */
    static BadInputException oneAltered(Path file, String other) {
        return new BadInputException("The history file " + file + " or " + other
                + " beside it is not what was recorded (their checksum is wrong); copy the whole folder again, or train"
                + " again.");
    }

    static BadInputException unreadable(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new BadInputException(
                    "The training history lacks its file " + file + "; copy the whole folder again, or train again.",
                    cause);
        }
        return new BadInputException("Cannot read the history file " + file + "; check its permissions.", cause);
    }

    /** Why a history cannot be written to, in one sentence. */
    static WorkFailedException unwritable(Path folder, IOException cause) {
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("not enough space") || reason.contains("quota")) {
            return new WorkFailedException(
                    "The disk became full while the training history was written to " + folder
                            + "; what was recorded before is kept: free some space and start the same training again"
                            + " to continue.",
                    cause);
        }
        return new WorkFailedException(
                "Cannot write the training history to " + folder
                        + "; check that the folder is there and allows writing.",
                cause);
    }
}
