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
    private final int images;
    private final List<HessianProduct> recorded = new ArrayList<>();
    private final boolean keep;

    /** @param images how many of the first training images are used; 0 for all */
    TrainingHessian(AttributionTask task, Network network, List<String> parameters, int images) {
        this.task = task;
        this.runner = task.requiredEngine().load(network);
        this.parameters = parameters;
        this.images = images == 0
                ? task.train().size()
                : Math.min(images, task.train().size());
        long perImage = network.nodes().stream()
                .mapToLong(node -> 8 * 4 * node.shape().size())
                .sum();
        this.keep = perImage * this.images <= RECORDED_BYTES;
    }

    /**
     * The Hessian times a vector.
     *
     * @param vector {@code [parameters]}
     */
    DeviceArray times(DeviceArray vector, Progress progress) {
        DeviceArray sum = null;
        int chunks = (images + CHUNK - 1) / CHUNK;
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
        int to = Math.min(images, from + CHUNK);
        int classes = task.classes();
        double[] rows = new double[(to - from) * classes];
        for (int i = from; i < to; i++) {
            rows[(i - from) * classes + (int) task.train().labels().longs()[i]] = 1;
        }
        Tensor labels = Tensor.of(rows, to - from, classes);
        Tensor batch = task.train().inputs().batch(IntStream.range(from, to).toArray());
        return new HessianProduct(
                runner,
                task.finalLayer(),
                parameters,
                batch,
                logits -> OutputFunction.LOSS.of(logits, labels).sum().multiply(1.0 / images));
    }

    @Override
    public void close() {
        recorded.forEach(HessianProduct::close);
        runner.close();
    }
}
