package dev.whence.engine.relevance.lrp;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.Autograd;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Layer-wise relevance propagation: one forward pass that keeps the layers' values, one backward pass in which each layer
 * distributes relevance by its rule. Thread-safe.
 */
public final class RelevancePass {

    private final NetworkRunner runner;
    private final RulePlan plan;
    private final boolean[] nonNegative;

    /**
     * @param runner runs the network the plan was made for
     */
    public RelevancePass(NetworkRunner runner, RulePlan plan) {
        if (!runner.network().equals(plan.network())) {
            throw new IllegalArgumentException("the plan is for another network");
        }
        this.runner = runner;
        this.plan = plan;
        this.nonNegative = NonNegativity.of(plan.network());
    }

    /**
     * Propagates relevance from one node down to others.
     *
     * @param batch network input, {@code [n, c, h, w]}
     * @param from the node where relevance starts
     * @param start relevance of its values, {@code [n, ...node shape]}
     * @param to the nodes whose relevance is wanted; 0 is the input
     * @return for each of them {@code [n, ...node shape]} in the engine's precision, zero where nothing arrives
     */
    public List<Tensor> propagate(Tensor batch, int from, Tensor start, int... to) {
        return propagate(batch, IntStream.range(0, batch.shape().dim(0)).toArray(), from, start, to);
    }

    /**
     * Propagates several relevance signals, of which some may run through the same image.
     *
     * @param batch network input, {@code [u, c, h, w]}
     * @param imageOf the image of each signal, {@code [p]}
     * @param from the node where relevance starts
     * @param start relevance of its values, {@code [p, ...node shape]}
     * @param to the nodes whose relevance is wanted; 0 is the input
     * @return for each of them {@code [p, ...node shape]}
     */
    List<Tensor> propagate(Tensor batch, int[] imageOf, int from, Tensor start, int... to) {
        Network network = plan.network();
        NavigableSet<Integer> needed = ancestors(network, from);
        try (Scope scope = runner.engine().scope()) {
            LayerValues values = forward(scope, batch, needed);
            Signals signals = Signals.of(scope, batch.shape().dim(0), imageOf);
            Map<Integer, DeviceArray> relevances = new HashMap<>();
            relevances.put(from, scope.of(start));
            NavigableSet<Integer> wanted = new TreeSet<>();
            for (int node : to) {
                wanted.add(node);
            }
            int lowest = wanted.isEmpty() ? from : wanted.first();
            for (int node : needed.descendingSet()) {
                DeviceArray relevance = relevances.get(node);
                if (node > lowest && relevance != null) {
                    distribute(scope, node, values, signals, relevance, relevances);
                    if (!wanted.contains(node)) {
                        relevances.remove(node);
                    }
                }
                values.remove(node);
            }
            return collect(to, relevances, imageOf.length);
        }
    }

    private LayerValues forward(Scope outer, Tensor batch, NavigableSet<Integer> needed) {
        LayerValues values = new LayerValues();
        values.put(0, outer.of(batch), List.of());
        for (int node : needed.tailSet(0, false)) {
            try (Scope scope = outer.open()) {
                List<DeviceArray> inputs = inputs(scope, node, values);
                Rule rule = plan.rules().get(node);
                if (!plan.keepsSums(node)) {
                    values.put(node, outer.keep(runner.value(node, inputs)), List.of());
                } else {
                    WeightedRules rules = weighted(node, inputs.get(0));
                    List<DeviceArray> sums = rules.sums(rule);
                    DeviceArray value = rules.value(rule, sums);
                    values.put(
                            node,
                            outer.keep(value),
                            sums.stream().map(outer::keep).toList());
                }
            }
        }
        return values;
    }

    private List<DeviceArray> inputs(Scope scope, int node, LayerValues values) {
        List<DeviceArray> inputs = new ArrayList<>();
        for (int input : plan.network().nodes().get(node).inputs()) {
            inputs.add(scope.constant(values.value(input)));
        }
        return inputs;
    }

    private List<Tensor> collect(int[] to, Map<Integer, DeviceArray> relevances, int count) {
        List<Tensor> results = new ArrayList<>();
        for (int node : to) {
            DeviceArray relevance = relevances.get(node);
            Shape shape = plan.network().nodes().get(node).shape().prepend(count);
            results.add(
                    relevance == null
                            ? Tensor.of(new float[Math.toIntExact(shape.size())], shape.toArray())
                            : relevance.toHost());
        }
        return results;
    }

    private void distribute(
            Scope outer,
            int position,
            LayerValues values,
            Signals signals,
            DeviceArray relevance,
            Map<Integer, DeviceArray> relevances) {
        Node node = plan.network().nodes().get(position);
        try (Scope scope = outer.open()) {
            List<DeviceArray> inputs = inputs(scope, position, values);
            List<DeviceArray> shares = shares(position, inputs, values, signals, scope.constant(relevance));
            for (int i = 0; i < shares.size(); i++) {
                int input = node.inputs().get(i);
                DeviceArray before = relevances.get(input);
                DeviceArray share = shares.get(i);
                DeviceArray sum = before == null ? share : before.add(share);
                relevances.put(input, outer.keep(sum));
            }
        }
    }

    /**
     * The relevance of each input of one layer.
     *
     * @param inputs {@code [u, ...]} each
     * @param relevance {@code [p, ...]}
     * @return {@code [p, ...]} each
     */
    private List<DeviceArray> shares(
            int position, List<DeviceArray> inputs, LayerValues values, Signals signals, DeviceArray relevance) {
        Rule rule = plan.rules().get(position);
        Node node = plan.network().nodes().get(position);
        DeviceArray x = inputs.get(0);
        if (rule instanceof Rule.Gradient) {
            return gradient(position, inputs, values, signals, relevance);
        }
        if (rule instanceof Rule.Norm norm) {
            return inProportion(position, inputs, signals, relevance, norm.stabilizer());
        }
        if (rule instanceof Rule.Pass) {
            return List.of(arranged(relevance, x));
        }
        if (rule instanceof Rule.SignalTakesAll gate) {
            List<DeviceArray> shares = zeros(inputs, signals);
            shares.set(
                    gate.signal(),
                    inProportion(position, inputs, signals, relevance, Stabilizer.DEFAULT)
                            .get(gate.signal()));
            return shares;
        }
        if (rule instanceof Rule.EqualShares) {
            DeviceArray equal = relevance.multiply(1.0 / inputs.size());
            return inProportion(position, inputs, signals, equal, Stabilizer.DEFAULT);
        }
        if (!LayerFamily.of(node.op()).isWeighted()) {
            return rule instanceof Rule.Flat flat
                    ? evenly(position, inputs, signals, relevance, flat.stabilizer())
                    : List.of(rectified(rule, signals.aligned(x), relevance));
        }
        List<DeviceArray> sums = new ArrayList<>();
        values.sums(position).forEach(sum -> sums.add(x.scope().constant(sum)));
        return List.of(weighted(position, x).apply(rule, sums, relevance, signals));
    }

    private WeightedRules weighted(int position, DeviceArray x) {
        Node node = plan.network().nodes().get(position);
        WeightedLayer layer = WeightedLayer.of(runner, node);
        DeviceArray bias = plan.zeroBias() ? null : layer.bias();
        return new WeightedRules(layer, bias, x, nonNegative[node.inputs().get(0)]);
    }

    /** The rules of ReLUs. */
    private static DeviceArray rectified(Rule rule, DeviceArray x, DeviceArray relevance) {
        if (rule instanceof Rule.ReluDeconvNet) {
            return relevance.relu();
        }
        if (rule instanceof Rule.ReluGuidedBackprop) {
            return relevance.relu().whereAbove(x);
        }
        if (rule instanceof Rule.ReluBetaSmooth smooth) {
            DeviceArray one = x.scope().scalar(1);
            DeviceArray sigmoid = one.divide(x.multiply(-smooth.beta()).exp().add(1));
            return relevance.multiply(sigmoid);
        }
        throw new BadInputException("The rule " + rule.label()
                + " suits convolutions and fully connected layers only; choose another one for this layer.");
    }

    private List<DeviceArray> gradient(
            int position, List<DeviceArray> inputs, LayerValues values, Signals signals, DeviceArray relevance) {
        Node node = plan.network().nodes().get(position);
        if (LayerFamily.of(node.op()).isWeighted()) {
            WeightedLayer layer = WeightedLayer.of(runner, node);
            return List.of(layer.transposed(relevance, layer.weight(), inputs.get(0)));
        }
        if (node.op() instanceof Op.Reshape || node.op() instanceof Op.Dropout || node.op() instanceof Op.Identity) {
            return List.of(arranged(relevance, inputs.get(0)));
        }
        if (node.op() instanceof Op.MaxPool2d pooling) {
            return List.of(signals.toMaxima(relevance, inputs.get(0), values.value(position), pooling));
        }
        return pullBack(position, inputs, signals, relevance);
    }

    /** Relevance in the shape of one layer's input. */
    private static DeviceArray arranged(DeviceArray relevance, DeviceArray x) {
        int[] shape = x.shape().toArray();
        shape[0] = relevance.shape().dim(0);
        return relevance.reshape(shape);
    }

    private List<DeviceArray> evenly(
            int position, List<DeviceArray> inputs, Signals signals, DeviceArray relevance, Stabilizer stabilizer) {
        List<DeviceArray> ones = new ArrayList<>();
        inputs.forEach(input -> ones.add(input.scope().full(1, input.shape().toArray())));
        return inProportion(position, ones, signals, relevance, stabilizer);
    }

    /** Each input's share of the output: {@code x dy/dx R / stab(y)}. */
    private List<DeviceArray> inProportion(
            int position, List<DeviceArray> inputs, Signals signals, DeviceArray relevance, Stabilizer stabilizer) {
        DeviceArray output = runner.apply(position, inputs);
        DeviceArray seed = signals.divided(relevance, stabilizer.apply(output));
        List<DeviceArray> pulled = pullBack(position, inputs, signals, seed);
        List<DeviceArray> shares = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            shares.add(signals.multiplied(pulled.get(i), inputs.get(i)));
        }
        return shares;
    }

    private List<DeviceArray> pullBack(int position, List<DeviceArray> inputs, Signals signals, DeviceArray seed) {
        List<DeviceArray> variables = new ArrayList<>();
        inputs.forEach(input -> variables.add(seed.scope().variable(signals.repeated(input))));
        DeviceArray output = runner.apply(position, variables);
        return Autograd.gradients(List.of(output), variables, List.of(seed), false);
    }

    private static List<DeviceArray> zeros(List<DeviceArray> inputs, Signals signals) {
        List<DeviceArray> zeros = new ArrayList<>();
        for (DeviceArray input : inputs) {
            int[] shape = input.shape().toArray();
            shape[0] = signals.count();
            zeros.add(input.scope().full(0, shape));
        }
        return zeros;
    }

    private static NavigableSet<Integer> ancestors(Network network, int from) {
        NavigableSet<Integer> found = new TreeSet<>();
        found.add(from);
        for (int node = from; node >= 0; node--) {
            if (found.contains(node)) {
                found.addAll(network.nodes().get(node).inputs());
            }
        }
        return found;
    }
}
