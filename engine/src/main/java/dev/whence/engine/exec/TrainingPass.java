package dev.whence.engine.exec;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network's output and the gradients of its parameters, as they are needed to train it. Dropout does nothing; batch
 * normalisation uses the batch's statistics or its stored ones.
 */
public final class TrainingPass {

    private final NetworkRunner runner;
    private final Network network;
    private final boolean batchStatistics;

    /**
     * @param runner of the network; its own weights are not used
     * @param batchStatistics whether batch normalisation uses mean and variance of the batch
     */
    public TrainingPass(NetworkRunner runner, boolean batchStatistics) {
        this.runner = runner;
        this.network = runner.network();
        this.batchStatistics = batchStatistics;
    }

    /**
     * What one batch gives.
     *
     * @param output {@code [n, k]}
     * @param statistics by the name of the running mean or variance: that of the batch, the variance unbiased; empty
     *     without batch statistics
     */
    public record Forward(DeviceArray output, Map<String, DeviceArray> statistics) {}

    /**
     * Runs a batch.
     *
     * @param input {@code [n, c, h, w]}
     * @param weights parameters and buffers by name; variables among them can be differentiated by
     */
    public Forward forward(DeviceArray input, Map<String, DeviceArray> weights) {
        ExecutionPlan plan = ExecutionPlan.of(network, network.output());
        Map<Integer, DeviceArray> values = new HashMap<>();
        Map<String, DeviceArray> statistics = new LinkedHashMap<>();
        values.put(0, input);
        for (int step : plan.steps()) {
            Node node = network.nodes().get(step);
            List<DeviceArray> arguments = new ArrayList<>();
            for (int from : node.inputs()) {
                arguments.add(known(values.get(from), node));
            }
            if (batchStatistics && node.op() instanceof Op.BatchNorm norm) {
                values.put(step, normalise(norm, arguments.get(0), weights, statistics));
            } else {
                values.put(step, runner.apply(step, arguments, name -> known(weights.get(name), node)));
            }
        }
        return new Forward(known(values.get(network.output()), network.nodes().get(network.output())), statistics);
    }

    private static DeviceArray known(@Nullable DeviceArray value, Node node) {
        if (value == null) {
            throw new IllegalStateException("layer " + node.name() + " lacks a value");
        }
        return value;
    }

    private static DeviceArray normalise(
            Op.BatchNorm norm,
            DeviceArray input,
            Map<String, DeviceArray> weights,
            Map<String, DeviceArray> statistics) {
        Shape shape = input.shape();
        if (shape.size() == shape.dim(1)) {
            throw new BadInputException(
                    "Batch normalisation cannot be trained on a batch with a single value per channel; choose a batch"
                            + " size that leaves no single image over, or batch normalisation with fixed statistics.");
        }
        List<DeviceArray> arguments = new ArrayList<>(List.of(input));
        String scale = argument(norm.weight(), weights, arguments);
        String shift = argument(norm.bias(), weights, arguments);
        String axes = IntStream.range(0, shape.rank())
                .filter(axis -> axis != 1)
                .boxed()
                .toList()
                .toString();
        String body = String.join(
                "\n",
                "y = torch.batch_norm(x0, " + scale + ", " + shift + ", None, None, True, 0.1, "
                        + LayerSources.number(norm.epsilon()) + ", True)",
                "x = torch.detach(x0)",
                "return [y, torch.mean(x, " + axes + ", False), torch.var(x, " + axes + ", True, False)]");
        KernelSource source = new KernelSource(arguments.size(), "List[Tensor]", body);
        List<DeviceArray> results =
                input.scope().engine().kernels().get(source).callForAll(arguments.toArray(new DeviceArray[0]));
        statistics.put(norm.mean(), results.get(1));
        statistics.put(norm.variance(), results.get(2));
        return results.get(0);
    }

    private static String argument(
            @Nullable String name, Map<String, DeviceArray> weights, List<DeviceArray> arguments) {
        DeviceArray weight = name == null ? null : weights.get(name);
        if (weight == null) {
            return "None";
        }
        arguments.add(weight);
        return "x" + (arguments.size() - 1);
    }
}
