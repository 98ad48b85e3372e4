package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The loss gradients of a step's training images: their mean, and their inner products with fixed vectors. */
final class BatchGradients {

    /** A block of gradients needs no more device memory than this. */
    private static final long BLOCK_BYTES = 16L << 20;

    private static final int LARGEST_BLOCK = 128;

    private final PathNetwork network;
    private final Trajectory trajectory;
    private final int classes;

    BatchGradients(PathNetwork network, Trajectory trajectory, int classes) {
        this.network = network;
        this.trajectory = trajectory;
        this.classes = classes;
    }

    /** The gradient of the mean loss of a step's batch, {@code [parameters]}. */
    double[] mean(Scope scope, int step, Function<String, DeviceArray> weights, Progress progress) {
        double[] mean = new double[network.layout().size()];
        int images = trajectory.batch(step).length;
        blocks(step, progress, (from, to) -> {
            try (Scope work = scope.open()) {
                Tensor labels = oneHot(step, from, to);
                HostValues.addTo(
                        mean,
                        network.factors()
                                .sum(
                                        work,
                                        trajectory.inputs(step, from, to),
                                        weights,
                                        logits -> OutputFunction.LOSS.seed(logits, labels)));
            }
        });
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= images;
        }
        return mean;
    }

    /**
     * Inner products of the gradients of a step's images with fixed vectors, parameter by parameter.
     *
     * @param vectors {@code [m, values]} by parameter name
     * @param m number of vectors
     * @return {@code [batch, groups, m]} row-major
     */
    double[] products(
            Scope scope,
            int step,
            Function<String, DeviceArray> weights,
            Map<String, DeviceArray> vectors,
            int m,
            Progress progress) {
        int groups = network.layout().names().size();
        double[] products = new double[trajectory.batch(step).length * groups * m];
        blocks(step, progress, (from, to) -> {
            try (Scope work = scope.open()) {
                double[] found = HostValues.of(products(work, step, from, to, weights, vectors, m));
                System.arraycopy(found, 0, products, from * groups * m, found.length);
            }
        });
        return products;
    }

    private DeviceArray products(
            Scope work,
            int step,
            int from,
            int to,
            Function<String, DeviceArray> weights,
            Map<String, DeviceArray> vectors,
            int m) {
        Tensor labels = oneHot(step, from, to);
        Map<String, DeviceArray> found = network.factors()
                .alongEach(
                        work,
                        trajectory.inputs(step, from, to),
                        weights,
                        logits -> OutputFunction.LOSS.seed(logits, labels),
                        vectors);
        List<DeviceArray> parts = new ArrayList<>();
        for (String name : network.layout().names()) {
            DeviceArray own = found.get(name);
            parts.add(own == null ? work.full(0, to - from, m) : own);
        }
        return DeviceArray.concat(1, parts);
    }

    @FunctionalInterface
    private interface Block {
        void accept(int from, int to);
    }

    private void blocks(int step, Progress progress, Block block) {
        int images = trajectory.batch(step).length;
        int most = (int) Math.max(
                1, Math.min(LARGEST_BLOCK, BLOCK_BYTES / (4L * network.layout().size())));
        for (int from = 0; from < images; from += most) {
            progress.checkCancelled();
            block.accept(from, Math.min(images, from + most));
        }
    }

    private Tensor oneHot(int step, int from, int to) {
        int[] labels = trajectory.labels(step);
        double[] rows = new double[(to - from) * classes];
        for (int i = from; i < to; i++) {
            rows[(i - from) * classes + labels[i]] = 1;
        }
        return Tensor.of(rows, to - from, classes);
    }
}
