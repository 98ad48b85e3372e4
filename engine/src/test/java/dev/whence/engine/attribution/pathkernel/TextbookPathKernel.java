package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The path kernel as it is written down: forwards in time, the gradients of all outputs averaged over many points of each
 * step, one row of remembered gradients for every training image, and their products. For comparison only.
 */
final class TextbookPathKernel {

    private static final int ROWS = 64;

    private final PathNetwork network;
    private final Trajectory trajectory;
    private final ExplainedOutputs outputs;
    private final int points;
    private final int images;

    TextbookPathKernel(PathNetwork network, Trajectory trajectory, ExplainedOutputs outputs, int points) {
        this.network = network;
        this.trajectory = trajectory;
        this.outputs = outputs;
        this.points = points;
        this.images = trajectory.images();
    }

    /** @param predicted numbers put together, {@code [m]} */
    record Result(double[] predicted, double[] actual, double[] contributions) {}

    Result run(ModelInputs tests) {
        int m = outputs.size();
        double[] sums = new double[m * images];
        try (Scope scope = network.scope()) {
            TextbookOutputs numbers = new TextbookOutputs(network, scope, outputs, tests);
            double[] predicted = values(scope, numbers, 0);
            List<DeviceArray> memory = new ArrayList<>();
            for (int from = 0; from < images; from += ROWS) {
                // Adding zero makes memory of what is only a view of one number.
                memory.add(scope.keep(scope.full(
                                0,
                                Math.min(ROWS, images - from),
                                network.layout().size())
                        .add(0)));
            }
            for (int step = 0; step < trajectory.steps(); step++) {
                try (Scope work = scope.open()) {
                    step(scope, work, step, numbers, memory, predicted, sums);
                }
            }
            return new Result(predicted, values(scope, numbers, trajectory.steps()), sums);
        }
    }

    private double[] values(Scope scope, TextbookOutputs numbers, int state) {
        try (Scope work = scope.open()) {
            return HostValues.of(numbers.values(work, PathNetwork.upload(work, trajectory.parameters(state))));
        }
    }

    private void step(
            Scope scope,
            Scope work,
            int step,
            TextbookOutputs numbers,
            List<DeviceArray> memory,
            double[] predicted,
            double[] sums) {
        DeviceArray start = PathNetwork.upload(work, trajectory.parameters(step));
        DeviceArray end = PathNetwork.upload(work, trajectory.parameters(step + 1));
        DeviceArray features = null;
        for (int q = 0; q < points; q++) {
            double part = (q + 0.5) / points;
            try (Scope one = work.open()) {
                DeviceArray at = one.constant(start)
                        .multiply(1 - part)
                        .add(one.constant(end).multiply(part));
                DeviceArray found = numbers.gradients(one, network.weights(at)).multiply(1.0 / points);
                DeviceArray next = work.keep(features == null ? found : found.add(features));
                if (features != null) {
                    features.close();
                }
                features = next;
            }
        }
        UpdateRule rule = trajectory.rule();
        double rate = trajectory.learningRate(step);
        int[] batch = trajectory.batch(step);
        DeviceArray fresh = batchRows(work, step, network.weights(start)).multiply(rule.fresh(step) / batch.length);
        float[] scale = rule.adaptive() ? rule.scale(step, trajectory.secondMoment(step + 1)) : ones();
        DeviceArray pushed = features.multiply(work.of(Tensor.of(scale, 1, scale.length)));
        List<DeviceArray> parts = List.copyOf(network.layout().split(pushed).values());
        for (int block = 0; block < memory.size(); block++) {
            try (Scope one = work.open()) {
                DeviceArray old = memory.get(block);
                DeviceArray row = scope.keep(one.constant(old)
                        .multiply(rule.momentum())
                        .add(scattered(
                                one, fresh, batch, block * ROWS, old.shape().dim(0))));
                old.close();
                memory.set(block, row);
                products(one, row, parts, block * ROWS, rate, predicted, sums);
            }
        }
        DeviceArray decay = features.matmul(start.reshape(-1, 1)).multiply(-rate * trajectory.weightDecay(step));
        double[] regularisation = HostValues.of(decay);
        for (int j = 0; j < predicted.length; j++) {
            predicted[j] += regularisation[j];
        }
    }

    private float[] ones() {
        float[] ones = new float[network.layout().size()];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The kernel of each parameter apart, as the definition has it. */
    private void products(
            Scope one,
            DeviceArray rows,
            List<DeviceArray> parts,
            int from,
            double rate,
            double[] predicted,
            double[] sums) {
        int count = rows.shape().dim(0);
        int m = predicted.length;
        List<DeviceArray> own =
                List.copyOf(network.layout().split(one.constant(rows)).values());
        for (int g = 0; g < parts.size(); g++) {
            double[] kernel = HostValues.of(parts.get(g).matmul(own.get(g).transpose(0, 1)));
            for (int j = 0; j < m; j++) {
                for (int i = 0; i < count; i++) {
                    double change = -rate * kernel[j * count + i];
                    predicted[j] += change;
                    sums[j * images + from + i] += change;
                }
            }
        }
    }

    private DeviceArray batchRows(Scope work, int step, Function<String, DeviceArray> weights) {
        int[] labels = trajectory.labels(step);
        int classes = outputs.classes();
        List<DeviceArray> blocks = new ArrayList<>();
        for (int from = 0; from < labels.length; from += ROWS) {
            int to = Math.min(labels.length, from + ROWS);
            double[] rows = new double[(to - from) * classes];
            for (int i = from; i < to; i++) {
                rows[(i - from) * classes + labels[i]] = 1;
            }
            Tensor own = Tensor.of(rows, to - from, classes);
            Map<String, DeviceArray> found = Rows.byParameter(network.factors()
                    .of(
                            work,
                            trajectory.inputs(step, from, to),
                            weights,
                            logits -> OutputFunction.LOSS.seed(logits, own)));
            blocks.add(network.layout().join(found, to - from, work));
        }
        return blocks.size() == 1 ? blocks.get(0) : DeviceArray.concat(0, blocks);
    }

    /** The rows of those images of a block that are in the batch, zero for the others. */
    private static DeviceArray scattered(Scope one, DeviceArray fresh, int[] batch, int from, int count) {
        long[] places = new long[count];
        Arrays.fill(places, batch.length);
        IntStream.range(0, batch.length)
                .filter(i -> batch[i] >= from && batch[i] < from + count)
                .forEach(i -> places[batch[i] - from] = i);
        DeviceArray own = one.constant(fresh);
        DeviceArray padded =
                DeviceArray.concat(0, List.of(own, one.full(0, 1, own.shape().dim(1))));
        return padded.take(0, one.of(Tensor.of(places, count)));
    }
}
