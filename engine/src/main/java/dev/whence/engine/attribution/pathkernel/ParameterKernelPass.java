package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Goes through the training once for every block of images, adding up averaged gradients times what loss gradients did to
 * the parameters. Memory is a few vectors of parameters for each image of a block, or for each of its outputs.
 */
final class ParameterKernelPass {

    private final PathNetwork network;
    private final Trajectory trajectory;
    private final RecordedUpdates updates;
    private final ModelInputs images;
    private final int classes;
    private final PathKernelOptions options;

    ParameterKernelPass(
            PathNetwork network,
            Trajectory trajectory,
            RecordedUpdates updates,
            ModelInputs images,
            int classes,
            PathKernelOptions options) {
        this.network = network;
        this.trajectory = trajectory;
        this.updates = updates;
        this.images = images;
        this.classes = classes;
        this.options = options;
    }

    /**
     * @param weighed how many images count for the importance
     * @param folder where both tables go
     */
    void write(int weighed, Path folder, Progress progress) {
        int size = network.layout().size();
        int most = options.numbersAtATime(size);
        double[] importance = new double[size];
        try (ColumnFile vectors = ColumnFile.create(folder.resolve(ParameterKernelsFiles.VECTORS), size);
                ColumnFile sums = ColumnFile.create(folder.resolve(ParameterKernelsFiles.IMPORTANCE), size)) {
            int from = 0;
            while (from < images.size()) {
                boolean apart = from < weighed;
                int end = apart ? weighed : images.size();
                int to = Math.min(end, from + Math.max(1, apart ? most / classes : most));
                block(from, to, apart, vectors, importance, progress);
                from = to;
            }
            if (weighed > 0) {
                float[] narrowed = Tensor.of(importance, size).toFloat32().floats();
                sums.write(0, 0, narrowed, 0, 1, size);
            }
        }
    }

    private void block(int from, int to, boolean apart, ColumnFile vectors, double[] importance, Progress progress) {
        progress.stage("Parameter kernels of images " + from + " to " + (to - 1));
        int size = network.layout().size();
        try (Scope scope = network.scope()) {
            DeviceArray kernels = sweep(scope, numbers(scope, from, to, apart), progress);
            if (apart) {
                HostValues.addTo(importance, kernels.abs().sum(false, 0));
                kernels = kernels.reshape(to - from, classes, size).sum(false, 1);
            }
            float[] rows = kernels.toHost().toFloat32().floats();
            for (int i = from; i < to; i++) {
                vectors.write(i, 0, rows, (i - from) * size, 1, size);
            }
        }
    }

    /** Every output of some images, or the sum of all outputs of each. */
    private TestOutputs numbers(Scope scope, int from, int to, boolean apart) {
        int each = apart ? classes : 1;
        double[] weights = new double[(to - from) * each * classes];
        int[] own = new int[(to - from) * each];
        for (int row = 0; row < own.length; row++) {
            own[row] = from + row / each;
            if (apart) {
                weights[row * classes + row % classes] = 1;
            } else {
                Arrays.fill(weights, row * classes, (row + 1) * classes, 1);
            }
        }
        return new TestOutputs(network, scope, Tensor.of(weights, own.length, classes), own, images);
    }

    /** {@code [numbers, parameters]}. */
    private DeviceArray sweep(Scope scope, TestOutputs numbers, Progress progress) {
        PathGradient gradient = new PathGradient(numbers, options.quadrature(), options.closed());
        DeviceArray sum = scope.full(0, numbers.size(), network.layout().size());
        float[] start = trajectory.parameters(0);
        double[] before = values(scope, numbers, start);
        for (int step = 0; step < trajectory.steps(); step++) {
            progress.checkCancelled();
            float[] end = trajectory.parameters(step + 1);
            double[] after = values(scope, numbers, end);
            try (Scope work = scope.open()) {
                PathGradient.Average average = gradient.over(
                        work,
                        step,
                        PathNetwork.upload(work, start),
                        PathNetwork.upload(work, end),
                        HostValues.minus(after, before),
                        progress);
                float[] taken = updates.update(step, start, end).byGradients();
                DeviceArray own = average.gradient().multiply(work.of(Tensor.of(taken, 1, taken.length)));
                DeviceArray next = scope.keep(own.add(sum));
                sum.close();
                sum = next;
            }
            start = end;
            before = after;
            progress.update(step + 1, trajectory.steps(), "steps");
        }
        return sum;
    }

    private double[] values(Scope scope, TestOutputs numbers, float[] parameters) {
        try (Scope work = scope.open()) {
            return numbers.values(work, PathNetwork.upload(work, parameters));
        }
    }
}
