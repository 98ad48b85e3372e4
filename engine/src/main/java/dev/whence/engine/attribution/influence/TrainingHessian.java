package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.HessianProduct;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The Hessian of the mean loss over training images, as a product with vectors. Close it to free the recordings. */
final class TrainingHessian implements AutoCloseable {

    /** Values that recorded passes may hold in all before they are made anew for every product, in bytes. */
    private static final long RECORDED_BYTES = 1L << 30;

    private static final int CHUNK = 256;

    private final AttributionTask task;
    private final NetworkRunner runner;
    private final List<String> parameters;
    private final int[] images;
    private final List<HessianProduct> recorded = new ArrayList<>();
    private final boolean keep;

    /**
     * @param runner of the checkpoint's network; not closed here
     * @param images positions of the training images the loss is averaged over
     */
    TrainingHessian(Checkpoint at, NetworkRunner runner, int[] images) {
        this.task = at.task();
        this.runner = runner;
        this.parameters = at.parameters();
        this.images = images.clone();
        Network network = at.network();
        long perImage = network.nodes().stream()
                .mapToLong(node -> 8 * 4 * node.shape().size())
                .sum();
        this.keep = perImage * images.length <= RECORDED_BYTES;
    }

    /**
     * The training images from the first on, in parts of equal size.
     *
     * @param images how many
     * @param parts how many parts; the last may be smaller
     */
    static List<int[]> parts(int images, int parts) {
        int size = (images + parts - 1) / parts;
        List<int[]> ranges = new ArrayList<>();
        for (int from = 0; from < images; from += size) {
            ranges.add(IntStream.range(from, Math.min(images, from + size)).toArray());
        }
        return ranges;
    }

    /**
     * The Hessian times a vector.
     *
     * @param vector {@code [parameters]}
     */
    DeviceArray times(DeviceArray vector, Progress progress) {
        DeviceArray sum = null;
        int chunks = (images.length + CHUNK - 1) / CHUNK;
        for (int c = 0; c < chunks; c++) {
            progress.checkCancelled();
            DeviceArray part;
            if (keep) {
                if (recorded.size() <= c) {
                    recorded.add(chunk(c));
                }
                part = recorded.get(c).times(vector);
            } else {
                try (HessianProduct fresh = chunk(c)) {
                    part = fresh.times(vector);
                }
            }
            sum = sum == null ? part : sum.add(part);
        }
        if (sum == null) {
            throw new IllegalStateException("a Hessian over no images");
        }
        return sum;
    }

    private HessianProduct chunk(int number) {
        int from = number * CHUNK;
        int[] chosen = Arrays.copyOfRange(images, from, Math.min(images.length, from + CHUNK));
        int classes = task.classes();
        double[] rows = new double[chosen.length * classes];
        for (int i = 0; i < chosen.length; i++) {
            rows[i * classes + (int) task.train().labels().longs()[chosen[i]]] = 1;
        }
        Tensor labels = Tensor.of(rows, chosen.length, classes);
        return new HessianProduct(
                runner,
                task.finalLayer(),
                parameters,
                task.train().inputs().batch(chosen),
                logits -> OutputFunction.LOSS.of(logits, labels).sum().multiply(1.0 / images.length));
    }

    @Override
    public void close() {
        recorded.forEach(HessianProduct::close);
    }
}
