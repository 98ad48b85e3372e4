package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is finished of parameter kernels: vectors on disk, with a checksum each, and the importance so far. */
final class KernelSums {

    private static final Logger LOG = LoggerFactory.getLogger(KernelSums.class);

    private final ColumnFile vectors;
    private final Path folder;
    private final int size;
    private final long[] sums;
    private final double[] importance;

    /**
     * @param folder where the vectors lie
     * @param images number of vectors
     * @param size of each
     */
    KernelSums(ColumnFile vectors, Path folder, int images, int size) {
        this.vectors = vectors;
        this.folder = folder;
        this.size = size;
        sums = new long[images];
        importance = new double[size];
    }

    /**
     * Where to go on.
     *
     * @param step of the block of images
     * @param sum of the steps before, {@code [numbers, parameters]}; null for zeros
     */
    record Place(int block, int step, @Nullable Tensor sum) {}

    /** {@code [parameters]}, for all to add to. */
    double[] importance() {
        return importance;
    }

    /** @param rows {@code [images, parameters]} */
    void write(int from, int images, float[] rows) {
        for (int i = 0; i < images; i++) {
            vectors.write(from + i, 0, rows, i * size, 1, size);
            sums[from + i] = sum(from + i);
        }
    }

    private long sum(int image) {
        CRC32 sum = new CRC32();
        vectors.addTo(sum, image, 0, size);
        return sum.getValue();
    }

    /** Between two blocks. */
    List<Tensor> state() {
        vectors.force();
        return List.of(Tensor.of(sums.clone(), sums.length), Tensor.of(importance.clone(), size));
    }

    /** @param sum of the steps of the block so far */
    List<Tensor> state(Tensor sum) {
        List<Tensor> state = state();
        return List.of(state.get(0), state.get(1), sum);
    }

    Place restore(StateKeeper.@Nullable State kept, int steps, Progress progress) {
        if (kept == null) {
            return new Place(0, 0, null);
        }
        long[] expected = kept.arrays().get(0).longs();
        for (int image = 0; image < expected.length; image++) {
            progress.checkCancelled();
            if (expected[image] != 0 && sum(image) != expected[image]) {
                LOG.warn("The unfinished parameter kernels in {} are damaged and are computed anew.", folder);
                return new Place(0, 0, null);
            }
        }
        System.arraycopy(expected, 0, sums, 0, expected.length);
        System.arraycopy(kept.arrays().get(1).doubles(), 0, importance, 0, size);
        int step = (int) (kept.step() % (steps + 1L));
        return new Place(
                (int) (kept.step() / (steps + 1L)),
                step,
                step == 0 ? null : kept.arrays().get(2));
    }
}
