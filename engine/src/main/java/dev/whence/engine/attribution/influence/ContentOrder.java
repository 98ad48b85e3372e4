package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.job.Progress;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Tensor;
import java.util.Comparator;
import java.util.stream.IntStream;

/** An order of images that follows from their content and labels, whatever order they come in. */
final class ContentOrder {

    private static final int BLOCK = 256;

    private ContentOrder() {}

    /** @return positions of the first {@code images} images, sorted by a hash of each */
    static long[] of(Representations train, int images, Progress progress) {
        progress.stage("Order of the training images");
        long[] hashes = new long[images];
        for (int from = 0; from < images; from += BLOCK) {
            progress.checkCancelled();
            int to = Math.min(images, from + BLOCK);
            Tensor batch = train.inputs().batch(IntStream.range(from, to).toArray());
            int values = batch.size() / (to - from);
            for (int i = from; i < to; i++) {
                long hash = train.labels().longs()[i];
                for (int v = 0; v < values; v++) {
                    hash = SplitMix.bits(hash ^ Double.doubleToLongBits(batch.get((i - from) * values + v)), 0);
                }
                hashes[i] = hash;
            }
            progress.update(to, images, "training images");
        }
        return IntStream.range(0, images)
                .boxed()
                .sorted(Comparator.comparingLong(i -> hashes[i]))
                .mapToLong(Integer::longValue)
                .toArray();
    }
}
