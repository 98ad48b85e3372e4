package dev.whence.engine.training.history;

import dev.whence.engine.BadInputException;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Appends to a history folder. Nothing that was appended counts before {@link #commit}, which forces it to the disk and
 * then replaces the manifest; whatever happens in between, the folder stays what it was at the last commit. For one
 * thread.
 */
public final class HistoryWriter implements AutoCloseable {

    private final Path folder;
    private final Map<String, FileChannel> files = new LinkedHashMap<>();
    private HistoryManifest manifest;
    private final CRC32 stepsCrc = new CRC32();
    private final CRC32 statesCrc = new CRC32();
    private final Set<OpenOption> how;
    private int steps;
    private int states;
    private long batchEntries;

    /** @param how files are opened that must be there or not */
    private HistoryWriter(Path folder, HistoryManifest manifest, OpenOption... how) throws IOException {
        this.folder = folder;
        this.manifest = manifest;
        this.how = Set.of(how);
        HistoryManifest.Committed sizes = manifest.committed();
        steps = sizes.steps();
        states = sizes.states();
        batchEntries = sizes.batchEntries();
        long row = 4L * ParameterGroup.rowLength(manifest.groups());
        open(HistoryFiles.PARAMETERS, states * row);
        if (manifest.secondMoment()) {
            open(HistoryFiles.SECOND_MOMENT, states * row);
        }
        if (!manifest.bufferGroups().isEmpty()) {
            open(HistoryFiles.BUFFERS, 4L * states * ParameterGroup.rowLength(manifest.bufferGroups()));
        }
        open(HistoryFiles.STATES, (long) states * StateRecord.BYTES);
        open(HistoryFiles.STEPS, (long) steps * StepRecord.BYTES);
        open(HistoryFiles.BATCHES, batchEntries * Integer.BYTES);
        if (manifest.description().augmentation().active()) {
            open(HistoryFiles.CHOICES, batchEntries * Integer.BYTES);
        }
        statesCrc.update(HistoryFiles.prefix(folder.resolve(HistoryFiles.STATES), (long) states * StateRecord.BYTES));
        stepsCrc.update(HistoryFiles.prefix(folder.resolve(HistoryFiles.STEPS), (long) steps * StepRecord.BYTES));
    }

    /**
     * Starts a new history; one that is already there is replaced.
     *
     * @param bufferGroups constants that training changes; often none
     * @param labels class of each training image as it is trained on
     * @param secondMoment whether each state comes with the optimiser's second moment
     * @throws dev.whence.engine.WorkFailedException if the folder cannot be written to
     */
    public static HistoryWriter create(
            Path folder,
            TrainingDescription description,
            List<ParameterGroup> groups,
            List<ParameterGroup> bufferGroups,
            int[] labels,
            boolean secondMoment) {
        if (labels.length != description.trainingImages().count()) {
            throw new IllegalArgumentException(labels.length + " labels for "
                    + description.trainingImages().count() + " training images");
        }
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(HistoryFiles.MANIFEST));
            Files.write(folder.resolve(HistoryFiles.LABELS), bytes(labels).array());
            HistoryManifest.Committed nothing = new HistoryManifest.Committed(0, 0, 0, 0, 0, crc(labels, new int[0]));
            return new HistoryWriter(
                    folder,
                    new HistoryManifest(description, groups, bufferGroups, secondMoment, nothing),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw HistoryFiles.unwritable(folder, e);
        }
    }

    /**
     * Continues a history at an earlier or at its last commit.
     *
     * @param steps how many of its steps to keep
     * @param states how many of its stored states to keep
     * @throws BadInputException if it is incomplete or altered, or has not got that far
     */
    public static HistoryWriter reopen(Path folder, int steps, int states) {
        HistoryManifest manifest = HistoryManifest.read(folder);
        HistoryManifest.Committed sizes = manifest.committed();
        if (steps > sizes.steps() || states > sizes.states()) {
            throw new BadInputException("The training history " + folder + " holds " + sizes.steps()
                    + " steps and not the " + steps + " after which training is to continue; train again.");
        }
        // Checksums are written anew from what is there, so what is there must be what was recorded.
        long entries = HistoryRecords.read(folder, manifest).steps().stream()
                .limit(steps)
                .mapToLong(StepRecord::batchSize)
                .sum();
        try {
            HistoryManifest shorter = manifest.with(new HistoryManifest.Committed(
                    steps,
                    states,
                    entries,
                    crc(folder.resolve(HistoryFiles.STEPS), (long) steps * StepRecord.BYTES),
                    crc(folder.resolve(HistoryFiles.STATES), (long) states * StateRecord.BYTES),
                    sizes.labelsCrc()));
            // First what counts becomes less, then the files: a kill in between leaves files that are too long.
            shorter.write(folder);
            return new HistoryWriter(folder, shorter, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw HistoryFiles.unreadable(Path.of(e.getFile()), e);
        } catch (IOException e) {
            throw HistoryFiles.unwritable(folder, e);
        }
    }

    /**
     * Stores a state.
     *
     * @param state its number: the steps taken before it
     * @param parameters a row as the groups lay it out
     * @param secondMoment likewise, or empty where none is stored
     * @param buffers a row as the buffer groups lay it out
     */
    public void state(int state, float[] parameters, float[] secondMoment, float[] buffers) {
        StateRecord record = new StateRecord(
                state,
                append(HistoryFiles.PARAMETERS, parameters),
                manifest.secondMoment() ? append(HistoryFiles.SECOND_MOMENT, secondMoment) : 0,
                manifest.bufferGroups().isEmpty() ? 0 : append(HistoryFiles.BUFFERS, buffers));
        ByteBuffer bytes = ByteBuffer.allocate(StateRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        record.write(bytes);
        append(HistoryFiles.STATES, bytes.flip());
        statesCrc.update(bytes.array());
        states++;
    }

    /**
     * Stores what a step used.
     *
     * @param batch positions among the training images
     * @param choices augmentation of each image, or empty where there is none
     * @param loss of the batch before the step, or NaN
     * @param accuracy of the batch before the step, or NaN
     */
    public void step(
            int[] batch, int[] choices, double learningRate, double weightDecay, double loss, double accuracy) {
        append(HistoryFiles.BATCHES, bytes(batch));
        boolean changing = manifest.description().augmentation().active();
        if (changing) {
            append(HistoryFiles.CHOICES, bytes(choices));
        }
        StepRecord record = new StepRecord(
                batchEntries,
                batch.length,
                crc(batch, changing ? choices : new int[0]),
                learningRate,
                weightDecay,
                loss,
                accuracy);
        ByteBuffer bytes = ByteBuffer.allocate(StepRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        record.write(bytes);
        append(HistoryFiles.STEPS, bytes.flip());
        stepsCrc.update(bytes.array());
        steps++;
        batchEntries += batch.length;
    }

    /** Steps stored so far, committed or not. */
    public int steps() {
        return steps;
    }

    /** States stored so far, committed or not. */
    public int states() {
        return states;
    }

    /** Makes everything stored so far count, also after a power cut. */
    public void commit() {
        try {
            for (FileChannel file : files.values()) {
                file.force(false);
            }
        } catch (IOException e) {
            throw HistoryFiles.unwritable(folder, e);
        }
        manifest = manifest.with(new HistoryManifest.Committed(
                steps,
                states,
                batchEntries,
                (int) stepsCrc.getValue(),
                (int) statesCrc.getValue(),
                manifest.committed().labelsCrc()));
        manifest.write(folder);
    }

    /** Closes the files. What was not committed is lost. */
    @Override
    public void close() {
        try {
            for (FileChannel file : files.values()) {
                file.close();
            }
        } catch (IOException e) {
            throw HistoryFiles.unwritable(folder, e);
        }
    }

    private static int crc(Path file, long length) {
        CRC32 crc = new CRC32();
        crc.update(HistoryFiles.prefix(file, length));
        return (int) crc.getValue();
    }

    static int crc(int[] first, int[] second) {
        CRC32 crc = new CRC32();
        crc.update(bytes(first).array());
        crc.update(bytes(second).array());
        return (int) crc.getValue();
    }

    private static ByteBuffer bytes(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes;
    }

    private void open(String name, long length) throws IOException {
        FileChannel file = FileChannel.open(folder.resolve(name), how);
        files.put(name, file);
        HistoryFiles.requireLength(folder.resolve(name), file.size(), length);
        file.truncate(length);
        file.position(length);
    }

    private int append(String name, float[] row) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(row.length, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        append(name, bytes);
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        return (int) crc.getValue();
    }

    private void append(String name, ByteBuffer bytes) {
        FileChannel file = files.get(name);
        if (file == null) {
            throw new IllegalStateException("this history stores no " + name);
        }
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw HistoryFiles.unwritable(folder, e);
        }
    }
}
