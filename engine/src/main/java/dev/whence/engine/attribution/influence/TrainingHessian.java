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
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The Hessian of the mean loss over training images, as a product with vectors. By parameters of the final layer alone it
 * is made from the features, without running the network. Close it to free the recordings.
 */
final class TrainingHessian implements AutoCloseable {

    /** Values that recorded passes may hold at a time, in bytes. If all do not fit, they are made anew for every product. */
    private static final long RECORDED_BYTES = 1L << 30;

    private static final int LARGEST_CHUNK = 256;

    private final AttributionTask task;
    private final NetworkRunner runner;
    private final @Nullable NetworkRunner head;
    private final List<String> parameters;
    private final int[] images;
    private final List<HessianProduct> recorded = new ArrayList<>();
    private final boolean keep;
    private final int chunk;

    /**
     * @param runner of the checkpoint's network; not closed here
     * @param images positions of the training images the loss is averaged over
     */
    TrainingHessian(Checkpoint at, NetworkRunner runner, int[] images) {
        this.task = at.task();
        this.runner = runner;
        this.parameters = at.parameters();
        this.images = images.clone();
        Network last = FinalLayer.of(at, runner);
        this.head = last == null ? null : runner.engine().load(last);
        Network differentiated = last == null ? at.network() : last;
        long perImage = differentiated.nodes().stream()
                .mapToLong(node -> 8 * 4 * node.shape().size())
                .sum();
        this.keep = perImage * images.length <= RECORDED_BYTES;
        this.chunk = chunk(perImage);
    }

    /**
     * Images whose passes are recorded together.
     *
     * @param perImage bytes that one image takes
     */
    static int chunk(long perImage) {
        return (int) Math.max(1, Math.min(LARGEST_CHUNK, RECORDED_BYTES / Math.max(1, perImage)));
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
        int chunks = (images.length + chunk - 1) / chunk;
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
            sum = sum == null ? part : added(sum, part);
        }
        if (sum == null) {
            throw new IllegalStateException("a Hessian over no images");
        }
        return sum;
    }

    /** Both are freed: of a large network each takes as much as all weights. */
    private static DeviceArray added(DeviceArray sum, DeviceArray part) {
        DeviceArray total = sum.add(part);
        sum.close();
        part.close();
        return total;
    }

    private HessianProduct chunk(int number) {
        int from = number * chunk;
        int[] chosen = Arrays.copyOfRange(images, from, Math.min(images.length, from + chunk));
        int classes = task.classes();
        double[] rows = new double[chosen.length * classes];
        for (int i = 0; i < chosen.length; i++) {
            rows[i * classes + (int) task.train().labels().longs()[chosen[i]]] = 1;
        }
        Tensor labels = Tensor.of(rows, chosen.length, classes);
        UnaryOperator<DeviceArray> loss =
                logits -> OutputFunction.LOSS.of(logits, labels).sum().multiply(1.0 / images.length);
        return head == null
                ? new HessianProduct(
                        runner,
                        task.finalLayer(),
                        parameters,
                        task.train().inputs().batch(chosen),
                        loss)
                : new HessianProduct(
                        head,
                        FinalLayer.OUTPUT,
                        parameters,
                        task.train().features().take(chosen),
                        loss);
    }

    @Override
    public void close() {
        recorded.forEach(HessianProduct::close);
        if (head != null) {
            head.close();
        }
    }
}
