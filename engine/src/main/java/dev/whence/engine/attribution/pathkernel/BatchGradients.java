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
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= images;
        }
        return mean;
    }

    /**
     * Inner products of the gradients of a step's images with fixed vectors, parameter by parameter.
     *
     * @param parameters at which gradients are taken
     * @param directions {@code [m, parameters]}
     * @return {@code [batch, groups, m]} row-major
     */
    double[] products(Scope scope, int step, DeviceArray parameters, DeviceArray directions, Progress progress) {
        int width = network.layout().names().size() * directions.shape().dim(0);
        double[] products = new double[trajectory.batch(step).length * width];
        blocks(step, progress, (from, to) -> {
            try (Scope work = scope.open()) {
                double[] found = HostValues.of(products(work, step, from, to, parameters, directions));
                System.arraycopy(found, 0, products, from * width, found.length);
            }
        });
        return products;
    }

    /** Zeros of the form of {@link #products}, for a step that is left out. */
    double[] none(int step, int m) {
        return new double
                [trajectory.batch(step).length * network.layout().names().size() * m];
    }

    private DeviceArray products(
            Scope work, int step, int from, int to, DeviceArray parameters, DeviceArray directions) {
        Tensor inputs = trajectory.inputs(step, from, to);
        Tensor labels = oneHot(step, from, to);
        if (network.whole().factored()) {
            return network.whole().lossesAlong(work.of(inputs), work.of(labels), parameters, directions);
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
