package dev.whence.engine.training.history;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ContentHash;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A history as it was when its folder was opened; what training appends later is not seen. */
public final class HistoryFolder implements TrainingHistory {

    private final Path folder;
    private final HistoryManifest manifest;
    private final HistoryRecords records;
    private final MappedRows parameters;
    private final @Nullable MappedRows secondMoments;
    private final @Nullable MappedRows buffers;

    private HistoryFolder(Path folder, HistoryManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
        records = HistoryRecords.read(folder, manifest);
        List<StateRecord> states = records.states();
        parameters = rows(
                HistoryFiles.PARAMETERS, manifest.groups(), i -> states.get(i).parametersCrc());
        secondMoments = manifest.secondMoment()
                ? rows(
                        HistoryFiles.SECOND_MOMENT,
                        manifest.groups(),
                        i -> states.get(i).secondMomentCrc())
                : null;
        buffers = manifest.bufferGroups().isEmpty()
                ? null
                : rows(
                        HistoryFiles.BUFFERS,
                        manifest.bufferGroups(),
                        i -> states.get(i).buffersCrc());
    }

    /**
     * Opens a history. Lengths, batches, labels and learning rates are checked now, each row of parameters when it is
     * read.
     *
     * @throws dev.whence.engine.BadInputException if it is missing, incomplete or altered, naming the file
     */
    public static HistoryFolder open(Path folder) {
        return new HistoryFolder(folder, HistoryManifest.read(folder));
    }

    /**
     * The folder that a setting names.
     *
     * @throws BadInputException if the text cannot be the name of a folder
     */
    public static Path named(String text) {
        try {
            return Path.of(text.strip());
        } catch (InvalidPathException e) {
            throw new BadInputException(
                    "The training history '" + text + "' is not a folder name; check the spelling.", e);
        }
    }

    /**
     * A hash of everything a history holds: its manifest has the checksums of all else.
     *
     * @throws dev.whence.engine.BadInputException if there is no history
     */
    public static String fingerprint(Path folder) {
        HistoryManifest.read(folder);
        Path manifest = folder.resolve(HistoryFiles.MANIFEST);
        try {
            return new ContentHash().add(Files.readAllBytes(manifest)).hex();
        } catch (IOException e) {
            throw HistoryFiles.unreadable(manifest, e);
        }
    }

    /** Whether a folder holds a history. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(HistoryFiles.MANIFEST));
    }

    /** Whether nothing is lost in a folder if a new history takes its place, but for an old one. */
    public static boolean mayBeReplaced(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> HistoryFiles.ALL.contains(String.valueOf(file.getFileName())));
        } catch (IOException e) {
            throw HistoryFiles.unreadable(folder, e);
        }
    }

    /** Reads every byte against its checksum. */
    public void verify(Progress progress) {
        progress.stage("Checking the training history");
        int states = records.states().size();
        for (int i = 0; i < states; i++) {
            progress.checkCancelled();
            parameters.row(i);
            if (secondMoments != null) {
                secondMoments.row(i);
            }
            if (buffers != null) {
                buffers.row(i);
            }
            progress.update(i + 1L, states, "checkpoints");
        }
    }

    public Path folder() {
        return folder;
    }

    @Override
    public TrainingDescription description() {
        return manifest.description();
    }

    @Override
    public int steps() {
        return records.steps().size();
    }

    @Override
    public List<ParameterGroup> groups() {
        return manifest.groups();
    }

    @Override
    public List<ParameterGroup> bufferGroups() {
        return manifest.bufferGroups();
    }

    @Override
    public int[] labels() {
        return records.labels().clone();
    }

    @Override
    public int[] states() {
        return records.states().stream().mapToInt(StateRecord::state).toArray();
    }

    @Override
    public float[] parameters(int state) {
        return parameters.row(row(state));
    }

    @Override
    public Optional<float[]> secondMoment(int state) {
        return secondMoments == null ? Optional.empty() : Optional.of(secondMoments.row(row(state)));
    }

    @Override
    public float[] buffers(int state) {
        return buffers == null ? new float[0] : buffers.row(row(state));
    }

    @Override
    public int[] batch(int step) {
        return records.batch(step);
    }

    @Override
    public int[] augmentationChoices(int step) {
        return records.choices(step);
    }

    @Override
    public double learningRate(int step) {
        return records.steps().get(step).learningRate();
    }

    @Override
    public double weightDecay(int step) {
        return records.steps().get(step).weightDecay();
    }

    @Override
    public double loss(int step) {
        return records.steps().get(step).loss();
    }

    @Override
    public double accuracy(int step) {
        return records.steps().get(step).accuracy();
    }

    @Override
    public void close() {
        // Mapped memory is given back when nobody refers to it any more; there is nothing else to free.
    }

    private int row(int state) {
        List<StateRecord> states = records.states();
        int low = 0;
        int high = states.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = states.get(middle).state();
            if (found == state) {
                return middle;
            }
            if (found < state) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw new IllegalArgumentException("state " + state + " is not stored");
    }

    private MappedRows rows(String name, List<ParameterGroup> groups, IntUnaryOperator checksum) {
        return new MappedRows(
                folder.resolve(name), records.states().size(), ParameterGroup.rowLength(groups), checksum);
    }
}
