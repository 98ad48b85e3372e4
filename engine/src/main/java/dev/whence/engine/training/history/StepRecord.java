package dev.whence.engine.training.history;

import java.nio.ByteBuffer;

/**
 * What is stored about one step beside its batch.
 *
 * @param batchStart position of its first image in the list of all batches
 * @param batchSize number of images
 * @param batchCrc CRC-32 of the batch's entries and, if there are any, of the augmentation choices after them
 * @param loss NaN if not known
 * @param accuracy NaN if not known
 */
record StepRecord(
        long batchStart,
        int batchSize,
        int batchCrc,
        double learningRate,
        double weightDecay,
        double loss,
        double accuracy) {

    static final int BYTES = 48;

    static StepRecord read(ByteBuffer in) {
        return new StepRecord(
                in.getLong(), in.getInt(), in.getInt(), in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble());
    }

    void write(ByteBuffer out) {
        out.putLong(batchStart).putInt(batchSize).putInt(batchCrc);
        out.putDouble(learningRate).putDouble(weightDecay).putDouble(loss).putDouble(accuracy);
    }
}
