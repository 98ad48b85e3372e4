package dev.whence.engine.training.history;

import dev.whence.engine.BadInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Everything of a history but its rows of parameters, checked.
 *
 * @param batches of all steps, one after the other
 * @param choices likewise; empty without augmentation
 * @param labels class of each training image
 */
record HistoryRecords(List<StateRecord> states, List<StepRecord> steps, int[] batches, int[] choices, int[] labels) {

    /**
     * @param manifest what of the files counts
     * @throws BadInputException if a file is missing, incomplete or altered, naming it
     */
    static HistoryRecords read(Path folder, HistoryManifest manifest) {
        HistoryManifest.Committed sizes = manifest.committed();
        ByteBuffer stateBytes = checked(
                folder.resolve(HistoryFiles.STATES), (long) sizes.states() * StateRecord.BYTES, sizes.statesCrc());
        StateRecord[] states = new StateRecord[sizes.states()];
        Arrays.setAll(states, i -> StateRecord.read(stateBytes));
        ByteBuffer stepBytes =
                checked(folder.resolve(HistoryFiles.STEPS), (long) sizes.steps() * StepRecord.BYTES, sizes.stepsCrc());
        StepRecord[] steps = new StepRecord[sizes.steps()];
        Arrays.setAll(steps, i -> StepRecord.read(stepBytes));
        boolean changing = manifest.description().augmentation().active();
        long labelBytes = 4L * manifest.description().trainingImages().count();
        HistoryRecords records = new HistoryRecords(
                List.of(states),
                List.of(steps),
                integers(folder.resolve(HistoryFiles.BATCHES), sizes.batchEntries()),
                changing ? integers(folder.resolve(HistoryFiles.CHOICES), sizes.batchEntries()) : new int[0],
                integers(checked(folder.resolve(HistoryFiles.LABELS), labelBytes, sizes.labelsCrc())));
        for (int step = 0; step < steps.length; step++) {
            if (HistoryWriter.crc(records.batch(step), records.choices(step)) != steps[step].batchCrc()) {
                throw changing
                        ? HistoryFiles.oneAltered(folder.resolve(HistoryFiles.BATCHES), HistoryFiles.CHOICES)
                        : HistoryFiles.altered(folder.resolve(HistoryFiles.BATCHES));
            }
        }
        return records;
    }

    /** Training images of a step. */
    int[] batch(int step) {
        return part(batches, steps.get(step));
    }

    /** What was done to each of them; empty without augmentation. */
    int[] choices(int step) {
        return choices.length == 0 ? choices : part(choices, steps.get(step));
    }

    private static ByteBuffer checked(Path file, long length, int crc) {
        byte[] bytes = HistoryFiles.prefix(file, length);
        CRC32 actual = new CRC32();
        actual.update(bytes);
        if ((int) actual.getValue() != crc) {
            throw HistoryFiles.altered(file);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int[] integers(Path file, long count) {
        byte[] bytes = HistoryFiles.prefix(file, count * Integer.BYTES);
        return integers(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static int[] integers(ByteBuffer bytes) {
        int[] values = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(values);
        return values;
    }

    private static int[] part(int[] all, StepRecord step) {
        int from = Math.toIntExact(step.batchStart());
        return Arrays.copyOfRange(all, from, from + step.batchSize());
    }
}
