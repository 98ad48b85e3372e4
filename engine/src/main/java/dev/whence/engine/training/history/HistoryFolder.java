package dev.whence.engine.training.history;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ContentHash;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingHistory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A history as it was when its folder was opened; what training appends later is not seen. */
public final class HistoryFolder implements TrainingHistory {

    private final Path folder;
    private final HistoryManifest manifest;
    private final StateRecord[] states;
    private final StepRecord[] steps;
    private final int[] batches;
    private final int[] choices;
    private final int[] labels;
    private final MappedRows parameters;
    private final @Nullable MappedRows secondMoments;
    private final @Nullable MappedRows buffers;

    private HistoryFolder(Path folder, HistoryManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
        HistoryManifest.Committed sizes = manifest.committed();
        ByteBuffer stateBytes =
                checked(HistoryFiles.STATES, (long) sizes.states() * StateRecord.BYTES, sizes.statesCrc());
        states = new StateRecord[sizes.states()];
        Arrays.setAll(states, i -> StateRecord.read(stateBytes));
        ByteBuffer stepBytes = checked(HistoryFiles.STEPS, (long) sizes.steps() * StepRecord.BYTES, sizes.stepsCrc());
        steps = new StepRecord[sizes.steps()];
        Arrays.setAll(steps, i -> StepRecord.read(stepBytes));
        boolean changing = manifest.description().augmentation().active();
        batches = integers(HistoryFiles.BATCHES, sizes.batchEntries());
        choices = changing ? integers(HistoryFiles.CHOICES, sizes.batchEntries()) : new int[0];
        for (StepRecord step : steps) {
            checkBatch(step, changing);
        }
        long labelBytes = 4L * manifest.description().trainingImages().count();
        labels = integers(checked(HistoryFiles.LABELS, labelBytes, sizes.labelsCrc()));
        parameters = rows(HistoryFiles.PARAMETERS, manifest.groups(), i -> states[i].parametersCrc());
        secondMoments = manifest.secondMoment()
                ? rows(HistoryFiles.SECOND_MOMENT, manifest.groups(), i -> states[i].secondMomentCrc())
                : null;
        buffers = manifest.bufferGroups().isEmpty()
                ? null
                : rows(HistoryFiles.BUFFERS, manifest.bufferGroups(), i -> states[i].buffersCrc());
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
        for (int i = 0; i < states.length; i++) {
            progress.checkCancelled();
            parameters.row(i);
            if (secondMoments != null) {
                secondMoments.row(i);
            }
            if (buffers != null) {
                buffers.row(i);
            }
            progress.update(i + 1L, states.length, "checkpoints");
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
        return steps.length;
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
        return labels.clone();
    }

    @Override
    public int[] states() {
        return Arrays.stream(states).mapToInt(StateRecord::state).toArray();
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
        return part(batches, steps[step]);
    }

    @Override
    public int[] augmentationChoices(int step) {
        return choices.length == 0 ? new int[0] : part(choices, steps[step]);
    }

    @Override
    public double learningRate(int step) {
        return steps[step].learningRate();
    }

    @Override
    public double weightDecay(int step) {
        return steps[step].weightDecay();
    }

    @Override
    public double loss(int step) {
        return steps[step].loss();
    }

    @Override
    public double accuracy(int step) {
        return steps[step].accuracy();
    }

    @Override
    public void close() {
        // Mapped memory is given back when nobody refers to it any more; there is nothing else to free.
    }

    private int row(int state) {
        int low = 0;
        int high = states.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = states[middle].state();
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
        return new MappedRows(folder.resolve(name), states.length, ParameterGroup.rowLength(groups), checksum);
    }

    private ByteBuffer checked(String name, long length, int crc) {
        Path file = folder.resolve(name);
        byte[] bytes = HistoryFiles.prefix(file, length);
        CRC32 actual = new CRC32();
        actual.update(bytes);
        if ((int) actual.getValue() != crc) {
            throw HistoryFiles.altered(file);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int[] integers(String name, long count) {
        byte[] bytes = HistoryFiles.prefix(folder.resolve(name), count * Integer.BYTES);
        return integers(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static int[] integers(ByteBuffer bytes) {
        int[] values = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(values);
        return values;
    }

    private void checkBatch(StepRecord step, boolean changing) {
        int[] batch = part(batches, step);
        int[] changes = changing ? part(choices, step) : new int[0];
        if (HistoryWriter.crc(batch, changes) != step.batchCrc()) {
            throw HistoryFiles.altered(folder.resolve(HistoryFiles.BATCHES));
        }
    }

    private static int[] part(int[] all, StepRecord step) {
        int from = Math.toIntExact(step.batchStart());
        return Arrays.copyOfRange(all, from, from + step.batchSize());
    }
}
