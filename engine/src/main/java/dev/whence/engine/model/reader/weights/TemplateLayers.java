package dev.whence.engine.model.reader.weights;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.graph.CallSite;
import dev.whence.engine.model.reader.graph.ConstantTensor;
import dev.whence.engine.model.reader.graph.GraphBuilder;
import dev.whence.engine.model.reader.graph.GraphTensor;
import dev.whence.engine.model.reader.graph.OpTable;
import dev.whence.engine.model.reader.pickle.PyNone;
import dev.whence.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a template says about its layers: each method adds one layer with the weights of that name. */
final class TemplateLayers implements CallSite {

    private static final double BATCH_NORM_EPSILON = 1e-5;

    private final Map<String, ConstantTensor> weights = new LinkedHashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final TreeSet<String> unused;
    private @Nullable GraphBuilder graph;
    private String path = "";

    TemplateLayers(Map<String, Tensor> state) {
        state.forEach((name, value) -> weights.put(
                name,
                ConstantTensor.named(name, value, !name.endsWith("running_mean") && !name.endsWith("running_var"))));
        unused = new TreeSet<>(weights.keySet());
    }

    void start(GraphBuilder builder) {
        this.graph = builder;
    }

    List<ConstantTensor> state() {
        return List.copyOf(weights.values());
    }

    /** Weights that no layer asked for; counters of batch normalisation do not count. */
    Set<String> unused() {
        TreeSet<String> left = new TreeSet<>(unused);
        left.removeIf(name -> name.endsWith("num_batches_tracked"));
        return left;
    }

    boolean has(String name) {
        return weights.containsKey(name);
    }

    int size(String name, int axis) {
        return weight(name).value().shape().dim(axis);
    }

    @Override
    public String describe() {
        return "layer '" + path + "'";
    }

    @Override
    public Scope scope() {
        return new Scope(path, Math.max(1, calls.getOrDefault(path, 1)), true, has(path + ".weight"));
    }

    /** Convolution; groups follow from the sizes. */
    Object conv(String name, Object input, int stride, int padding) {
        long kernel = size(name + ".weight", 1);
        long groups = channels(input) / Math.max(1, kernel);
        return call(
                name,
                "conv2d",
                List.of(
                        input,
                        weight(name + ".weight"),
                        optional(name + ".bias"),
                        (long) stride,
                        (long) padding,
                        1L,
                        groups));
    }

    Object batchNorm(String name, Object input) {
        return call(
                name,
                "batch_norm",
                List.of(
                        input,
                        weight(name + ".weight"),
                        weight(name + ".bias"),
                        weight(name + ".running_mean"),
                        weight(name + ".running_var"),
                        false,
                        0.1,
                        BATCH_NORM_EPSILON));
    }

    Object linear(String name, Object input) {
        return call(name, "linear", List.of(input, weight(name + ".weight"), weight(name + ".bias")));
    }

    Object relu(String name, Object input) {
        return call(name, "relu", List.of(input));
    }

    Object dropout(String name, Object input) {
        return call(name, "dropout", List.of(input, 0.5, false));
    }

    Object maxPool(String name, Object input, int kernel, int stride, int padding) {
        return call(name, "max_pool2d", List.of(input, (long) kernel, (long) stride, (long) padding));
    }

    Object averageTo(String name, Object input, int side) {
        return call(name, "adaptive_avg_pool2d", List.of(input, List.of((long) side, (long) side)));
    }

    Object flatten(Object input) {
        return call("", "flatten", List.of(input, 1L));
    }

    Object add(String name, Object left, Object right) {
        return call(name, "add", List.of(left, right));
    }

    private Object call(String name, String operation, List<Object> arguments) {
        if (graph == null) {
            throw new IllegalStateException("not started");
        }
        path = name;
        calls.merge(name, 1, Integer::sum);
        return OpTable.standard().call(graph, operation, arguments, Map.of());
    }

    private static int channels(Object value) {
        return ((GraphTensor) value).shape()[1];
    }

    private ConstantTensor weight(String name) {
        ConstantTensor weight = weights.get(name);
        if (weight == null) {
            throw new BadInputException("weight " + name + " is missing");
        }
        unused.remove(name);
        return weight;
    }

    private Object optional(String name) {
        return has(name) ? weight(name) : PyNone.NONE;
    }
}
