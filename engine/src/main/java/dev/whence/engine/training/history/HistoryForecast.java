package dev.whence.engine.training.history;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.model.Network;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingSettings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How large a history will become.
 *
 * @param states kept
 * @param ofStates states there are in all
 * @param bytes on disk
 */
public record HistoryForecast(long states, long ofStates, long bytes) {

    /**
     * Reckons before training.
     *
     * @param images training images
     */
    public static HistoryForecast of(Network network, TrainingSettings settings, int images) {
        int steps = settings.steps(images);
        long states = settings.interval().count(steps, settings.stepsPerEpoch(images));
        if (states == 0) {
            return new HistoryForecast(0, steps + 1L, 0);
        }
        long row = 4 * network.parameterCount() * (settings.optimizer().adaptive() ? 2 : 1) + StateRecord.BYTES;
        if (settings.batchNorm() == BatchNormMode.BATCH) {
            row += 4L * ParameterGroup.rowLength(ParameterGroup.ofBuffers(network));
        }
        long perImage = settings.augmentation().active() ? 8 : 4;
        long bytes = states * row
                + (long) steps * StepRecord.BYTES
                + (long) settings.epochs() * images * perImage
                + 4L * images;
        return new HistoryForecast(states, steps + 1L, bytes);
    }

    /**
     * Refuses what the disk cannot hold.
     *
     * @param folder of the history, which need not exist
     * @throws WorkFailedException if less is free there than is needed
     */
    public void requireSpace(Path folder) {
        if (!fits(folder)) {
            throw new WorkFailedException(shortage(folder)
                    + "; keep fewer states or none, choose a folder on another disk, or go on anyway.");
        }
    }

    /** Whether the disk of a folder, which need not exist, has room for it; also if nobody knows. */
    public boolean fits(Path folder) {
        return bytes == 0 || bytes <= free(folder);
    }

    /** What is missing, as the first half of a sentence. */
    public String shortage(Path folder) {
        return "The training history needs " + size(bytes) + " and the disk of " + folder + " has " + size(free(folder))
                + " free";
    }

    private static long free(Path folder) {
        Path place = folder.toAbsolutePath();
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        if (place == null) {
            return Long.MAX_VALUE;
        }
        // Asked of the path and not of its file store, which containers without a table of mounts do not know.
        File asked = place.toFile();
        return asked.getTotalSpace() > 0 ? asked.getUsableSpace() : Long.MAX_VALUE;
    }

    /** In words: {@code 301 of 301 states, 9.4 MB}. */
    public String text() {
        return states + " of " + ofStates + " states, " + size(bytes);
    }

    static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        double value = bytes;
        String[] units = {"kB", "MB", "GB", "TB", "PB"};
        int unit = -1;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
