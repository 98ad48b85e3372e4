package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    /**
     * @param products inner products by image of the batch, parameter and vector, {@code [batch, groups, m]} row-major
     * @param mean gradient of the batch's mean loss
     */
    record Found(double[] products, double[] mean) {}

    /** The mean gradient of a step's batch alone. */
    double[] mean(Scope scope, int step, Function<String, DeviceArray> weights, Progress progress) {
        return over(scope, step, weights, Map.of(), 0, progress).mean;
    }

    /**
     * @param vectors {@code [m, values]} by parameter name
     * @param m number of vectors
     */
    Found over(
            Scope scope,
            int step,
            Function<String, DeviceArray> weights,
            Map<String, DeviceArray> vectors,
            int m,
            Progress progress) {
        int images = trajectory.batch(step).length;
        int groups = network.layout().names().size();
        double[] products = new double[images * groups * m];
        double[] mean = new double[network.layout().size()];
        int block = (int) Math.max(1, Math.min(LARGEST_BLOCK, BLOCK_BYTES / (4L * mean.length)));
        for (int from = 0; from < images; from += block) {
            progress.checkCancelled();
            int to = Math.min(images, from + block);
            try (Scope work = scope.open()) {
                block(work, step, from, to, weights, vectors, m, products, mean);
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= images;
        }
        return new Found(products, mean);
    }

    private void block(
            Scope work,
            int step,
            int from,
            int to,
            Function<String, DeviceArray> weights,
            Map<String, DeviceArray> vectors,
            int m,
            double[] products,
            double[] mean) {
        Tensor labels = oneHot(trajectory.labels(step), from, to);
        List<LayerGradients> layers = network.factors()
                .of(
                        work,
                        trajectory.inputs(step, from, to),
                        weights,
                        logits -> OutputFunction.LOSS.seed(logits, labels));
        Map<String, DeviceArray> rows = Rows.byParameter(layers);
        DeviceArray sum = network.layout().join(summed(rows), 1, work);
        HostValues.addTo(mean, sum);
        if (m > 0) {
            List<DeviceArray> parts = new ArrayList<>();
            for (String name : network.layout().names()) {
                DeviceArray own = rows.get(name);
                DeviceArray vector = vectors.get(name);
                parts.add(
                        own == null || vector == null
                                ? work.full(0, to - from, 1, m)
                                : own.matmul(vector.transpose(0, 1)).reshape(to - from, 1, m));
            }
            double[] found = HostValues.of(DeviceArray.concat(1, parts));
            System.arraycopy(found, 0, products, from * parts.size() * m, found.length);
        }
    }

    private static Map<String, DeviceArray> summed(Map<String, DeviceArray> rows) {
        Map<String, DeviceArray> sums = new LinkedHashMap<>(rows);
        sums.replaceAll((name, block) -> block.sum(true, 0));
        return sums;
    }

    private Tensor oneHot(int[] labels, int from, int to) {
        double[] rows = new double[(to - from) * classes];
        for (int i = from; i < to; i++) {
            rows[(i - from) * classes + labels[i]] = 1;
        }
        return Tensor.of(rows, to - from, classes);
    }
}
