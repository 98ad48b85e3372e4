package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.gradient.GradientBlocks;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.ParameterGradients;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plain gradient descent in float64, every state kept. */
final class DescentSteps implements RecordedSteps {

    private final int[][] batches;
    private final int perEpoch;
    private final double rate;
    private final int[] labels;
    private final List<Map<String, Tensor>> states = new ArrayList<>();

    DescentSteps(AttributionTask task, Network start, int[][] batches, int perEpoch, double rate) {
        this.batches = batches;
        this.perEpoch = perEpoch;
        this.rate = rate;
        this.labels = Arrays.stream(task.train().labels().longs())
                .mapToInt(Math::toIntExact)
                .toArray();
        Network network = start;
        for (int[] batch : batches) {
            states.add(network.parameters());
            network = stepped(task, network, batch);
        }
        states.add(network.parameters());
    }

    private Network stepped(AttributionTask task, Network network, int[] batch) {
        int[] classes = Arrays.stream(batch).map(i -> labels[i]).toArray();
        Tensor oneHot = GradientBlocks.oneHot(classes, task.classes());
        try (NetworkRunner runner = task.requiredEngine().load(network);
                Scope scope = task.requiredEngine().scope()) {
            DeviceArray rows = ParameterGradients.ofAll(runner, task.finalLayer())
                    .rows(
                            scope,
                            task.train().inputs().batch(batch),
                            logits -> OutputFunction.LOSS.seed(logits, oneHot));
            double[] mean = rows.mean(false, 0).toHost().doubles();
            Map<String, Tensor> next = new LinkedHashMap<>();
            int at = 0;
            for (Map.Entry<String, Tensor> weight : network.parameters().entrySet()) {
                double[] values = weight.getValue().toFloat64().doubles().clone();
                for (int i = 0; i < values.length; i++) {
                    values[i] -= rate * mean[at++];
                }
                next.put(
                        weight.getKey(),
                        Tensor.of(values, weight.getValue().shape().toArray()));
            }
            return network.withParameters(next);
        }
    }

    /** The trained weights. */
    Map<String, Tensor> last() {
        return states.get(batches.length);
    }

    @Override
    public int steps() {
        return batches.length;
    }

    @Override
    public Map<String, Tensor> weights(int step) {
        return states.get(step);
    }

    @Override
    public int[] batch(int step) {
        return batches[step];
    }

    @Override
    public int[] labels() {
        return labels;
    }

    @Override
    public double learningRate(int step) {
        return rate;
    }

    @Override
    public int epoch(int step) {
        return step / perEpoch;
    }

    @Override
    public Tensor seen(int step, Tensor images) {
        return images;
    }
}
