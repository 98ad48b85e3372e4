package dev.whence.engine.training.history;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingSettings;
import java.io.IOException;
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
     * @throws BadInputException if less is free there than is needed
     */
    public void requireSpace(Path folder) {
        Path place = folder.toAbsolutePath();
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        if (place == null || bytes == 0) {
            return;
        }
        long free;
        try {
            free = Files.getFileStore(place).getUsableSpace();
        } catch (IOException unknown) {
            return;
        }
        if (free < bytes) {
            throw new BadInputException("The training history needs " + size(bytes) + " and the disk of " + folder
                    + " has " + size(free) + " free; keep fewer steps with --history epochs or every:N, none at all"
                    + " with none, or choose another folder.");
        }
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
