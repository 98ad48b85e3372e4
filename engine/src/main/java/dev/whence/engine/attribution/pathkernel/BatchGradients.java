package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /**
     * The gradient of the mean loss of a step's batch, {@code [parameters]}.
     *
     * @param parameters at which it is taken
     */
    double[] mean(Scope scope, int step, DeviceArray parameters, Progress progress) {
        double[] mean = new double[network.layout().size()];
        int images = trajectory.batch(step).length;
        blocks(step, progress, (from, to) -> {
            try (Scope work = scope.open()) {
                DeviceArray inputs = work.of(trajectory.inputs(step, from, to));
                HostValues.addTo(
                        mean, network.whole().lossGradient(inputs, work.of(oneHot(step, from, to)), parameters));
            }
        });
        return divided(mean, images);
    }

    private static double[] divided(double[] sum, int images) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= images;
        }
        return sum;
    }

    /**
     * What is known of the gradients of a step's images.
     *
     * @param products inner products with each direction, parameter by parameter, {@code [batch, groups, m]} row-major
     * @param mean of the gradients, {@code [parameters]}; empty unless wished
     */
    record Found(double[] products, double[] mean) {}

    /**
     * Inner products of the gradients of a step's images with fixed vectors.
     *
     * @param parameters at which gradients are taken
     * @param directions {@code [m, parameters]}
     * @param mean whether the mean of the gradients is wished as well
     */
    Found along(
            Scope scope, int step, DeviceArray parameters, DeviceArray directions, boolean mean, Progress progress) {
        int width = network.layout().names().size() * directions.shape().dim(0);
        int images = trajectory.batch(step).length;
        double[] products = new double[images * width];
        double[] sum = new double[mean ? network.layout().size() : 0];
        blocks(step, progress, (from, to) -> {
            try (Scope work = scope.open()) {
                List<DeviceArray> found = block(work, step, from, to, parameters, directions, mean);
                double[] own = HostValues.of(found.get(0));
                System.arraycopy(own, 0, products, from * width, own.length);
                if (mean) {
                    HostValues.addTo(sum, found.get(1));
                }
            }
        });
        return new Found(products, divided(sum, images));
    }

    /** Products of the form of {@link #along}, all zero, for a step that is left out. */
    double[] none(int step, int m) {
        return new double
                [trajectory.batch(step).length * network.layout().names().size() * m];
    }

    /** Products, then perhaps the sum of the gradients. */
    private List<DeviceArray> block(
            Scope work, int step, int from, int to, DeviceArray parameters, DeviceArray directions, boolean summed) {
        Tensor inputs = trajectory.inputs(step, from, to);
        Tensor labels = oneHot(step, from, to);
        if (network.whole().factored()) {
            return network.whole().lossesAlong(work.of(inputs), work.of(labels), parameters, directions, summed);
        }
        Map<String, DeviceArray> found = network.factors()
                .alongEach(
                        work,
                        inputs,
                        network.weights(parameters),
                        logits -> OutputFunction.LOSS.seed(logits, labels),
                        network.layout().split(directions));
        int m = directions.shape().dim(0);
        List<DeviceArray> parts = new ArrayList<>();
        for (String name : network.layout().names()) {
            DeviceArray own = found.get(name);
            parts.add(own == null ? work.full(0, to - from, m) : own);
        }
        DeviceArray products = DeviceArray.concat(1, parts);
        return summed
                ? List.of(products, network.whole().lossGradient(work.of(inputs), work.of(labels), parameters))
                : List.of(products);
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
