package dev.whence.engine.exec;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of {@link VectorNetwork}'s functions. In all of them {@code x0} is the batch and {@code x1} the vector of
 * parameters; constants of the network are the last arguments.
 */
final class NetworkText {

    private static final Pattern ARGUMENT = Pattern.compile("\\bx(\\d+)\\b");

    /** Beyond so many directions, gradients written out cost less than convolutions with each direction. */
    private static final int FEW = 2;

    private final Network network;
    private final int output;
    private final boolean logSoftmax;
    private final List<Integer> steps;
    private final List<String> buffers;

    NetworkText(Network network, int output, boolean logSoftmax) {
        this.network = network;
        this.output = output;
        this.logSoftmax = logSoftmax;
        this.steps = ExecutionPlan.of(network, output).steps();
        Set<String> constants = new TreeSet<>();
        for (int step : steps) {
            constants.addAll(LayerSources.of(network.nodes().get(step)).weights());
        }
        constants.removeAll(network.parameters().keySet());
        this.buffers = List.copyOf(constants);
    }

    /** Names of the constants, in the order of the last arguments. */
    List<String> buffers() {
        return buffers;
    }

    /** Nodes with parameters, ascending. */
    private List<Integer> weighted() {
        return steps.stream().filter(step -> !parameters(step).isEmpty()).toList();
    }

    private List<String> parameters(int step) {
        return LayerSources.of(network.nodes().get(step)).weights().stream()
                .filter(network.parameters()::containsKey)
                .toList();
    }

    boolean factored() {
        return weighted().stream().map(step -> network.nodes().get(step).op()).allMatch(NetworkText::isFactored);
    }

    private static boolean isFactored(Op op) {
        return op instanceof Op.Linear || (op instanceof Op.Conv2d conv && conv.groups() == 1);
    }

    String state() {
        Lines lines = new Lines(2);
        lines.parameters("x1");
        for (int step : steps) {
            lines.add("n" + step, lines.layer(step, input -> "n" + input));
        }
        String layers = weighted().stream().map(step -> "n" + step).collect(Collectors.joining(", "));
        return lines.returning("[" + outputs("n" + output) + ", " + layers + "]");
    }

    private String outputs(String logits) {
        return logSoftmax ? "torch.log_softmax(" + logits + ", 1)" : logits;
    }

    /** After batch and parameters: weights of the outputs, and with copies the states at both ends. */
    String gradients(int m, int copies) {
        int layers = weighted().size();
        Lines lines = new Lines(copies > 1 ? 3 + 2 * layers : 3);
        lines.variable();
        Copies lifted = new Copies(lines, copies, weighted());
        steps.forEach(lifted::step);
        lines.add("y", outputs(lifted.name(output)));
        if (lifted.isLifted(output)) {
            lines.add("y", "torch.mean(y, [0], True)");
        }
        List<String> rows = new ArrayList<>();
        for (int j = 0; j < m; j++) {
            // A function that is differentiated several times needs what it recorded until the last time.
            lines.gradient("g" + j, "y", "torch.slice(x2, 0, " + j + ", " + (j + 1) + ")", List.of("v"), j < m - 1);
            rows.add("g" + j + "_0");
        }
        return lines.returning("torch.stack([" + String.join(", ", rows) + "], 0)");
    }

    /** After batch and parameters: labels. */
    String lossGradient() {
        Lines lines = new Lines(3);
        lines.variable();
        steps.forEach(step -> lines.add("n" + step, lines.layer(step, input -> "n" + input)));
        String seed = lossSeed(lines);
        lines.gradient("g", "n" + output, seed, List.of("v"), false);
        return lines.returning("g_0");
    }

    /** The derivative of the losses by the logits, written so that a sure decision leaves more than rounding. */
    private String lossSeed(Lines lines) {
        lines.add("q", "torch.mul(torch.softmax(torch.detach(n" + output + "), 1), torch.rsub(x2, 1))");
        return "torch.sub(q, torch.mul(x2, torch.sum(q, [1], True)))";
    }

    /** After batch and parameters: labels and directions. */
    String lossesAlong(int m) {
        Lines lines = new Lines(4);
        lines.variable();
        steps.forEach(step -> lines.add("n" + step, lines.layer(step, input -> "n" + input)));
        List<Integer> layers = weighted();
        String seed = lossSeed(lines);
        lines.gradient(
                "g", "n" + output, seed, layers.stream().map(step -> "n" + step).toList(), false);
        Map<String, List<String>> products = new LinkedHashMap<>();
        network.parameters().keySet().forEach(name -> products.put(name, new ArrayList<>()));
        for (int i = 0; i < layers.size(); i++) {
            Node node = network.nodes().get(layers.get(i));
            String x = "torch.detach(n" + node.inputs().get(0) + ")";
            new Products(lines, "a" + i, x, "g_" + i, m, products).layer(node);
        }
        String none = "torch.zeros([torch.size(x0, 0), " + m + "], dtype=torch.dtype(x3))";
        List<String> columns = products.values().stream()
                .map(parts -> parts.isEmpty()
                        ? none
                        : parts.stream()
                                .reduce((a, b) -> "torch.add(" + a + ", " + b + ")")
                                .orElseThrow())
                .toList();
        return lines.returning("torch.stack([" + String.join(", ", columns) + "], 1)");
    }

    private static String ints(int... values) {
        return "annotate(List[int], " + Arrays.toString(values) + ")";
    }

    @FunctionalInterface
    private interface Inputs {
        String name(int node);
    }

    /** Statements, growing. */
    private final class Lines {

        private final StringBuilder body = new StringBuilder();
        private final Map<String, String> weights = new HashMap<>();

        /** @param own arguments before the constants */
        Lines(int own) {
            for (int i = 0; i < buffers.size(); i++) {
                weights.put(buffers.get(i), "x" + (own + i));
            }
            add("n0", "x0");
        }

        void add(String name, String expression) {
            body.append(name).append(" = ").append(expression).append('\n');
        }

        /** Makes the vector of parameters one that can be differentiated by. */
        void variable() {
            add("v", "torch.requires_grad_(torch.detach(x1), True)");
            parameters("v");
        }

        /** Cuts a vector into parameters. */
        void parameters(String vector) {
            int from = 0;
            int count = 0;
            for (var parameter : network.parameters().entrySet()) {
                Shape shape = parameter.getValue().shape();
                int to = from + Math.toIntExact(shape.size());
                String name = "p" + count++;
                add(
                        name,
                        "torch.reshape(torch.slice(" + vector + ", 0, " + from + ", " + to + "), "
                                + ints(shape.toArray()) + ")");
                weights.put(parameter.getKey(), name);
                from = to;
            }
        }

        String layer(int step, Inputs inputs) {
            Node node = network.nodes().get(step);
            LayerSource layer = LayerSources.of(node);
            List<String> arguments = new ArrayList<>();
            node.inputs().forEach(input -> arguments.add(inputs.name(input)));
            layer.weights().forEach(name -> arguments.add(String.valueOf(weights.get(name))));
            String body = layer.source().body();
            return ARGUMENT.matcher(body.substring("return ".length()))
                    .replaceAll(found -> arguments.get(Integer.parseInt(found.group(1))));
        }

        /** Differentiates a sum of values weighted by seeds; the results are {@code name_0}, {@code name_1}, ... */
        void gradient(String name, String value, String seed, List<String> by, boolean again) {
            add(name + "_s", "annotate(List[Optional[Tensor]], [])");
            add(name + "_t", "torch.append(" + name + "_s, " + seed + ")");
            add(
                    name + "_l",
                    "torch.autograd.grad([" + value + "], [" + String.join(", ", by) + "], " + name + "_s, "
                            + LayerSources.truth(again) + ", False, False)");
            for (int i = 0; i < by.size(); i++) {
                add(name + "_o" + i, name + "_l[" + i + "]");
                add(name + "_" + i, "unchecked_cast(Tensor, " + name + "_o" + i + ")");
            }
        }

        String returning(String result) {
            return body + "return " + result;
        }
    }

    /** A pass in which everything between layers with parameters is carried in several copies. */
    private final class Copies {

        private final Lines lines;
        private final int copies;
        private final List<Integer> layers;
        private final boolean[] lifted = new boolean[network.nodes().size()];

        Copies(Lines lines, int copies, List<Integer> layers) {
            this.lines = lines;
            this.copies = copies;
            this.layers = layers;
        }

        boolean isLifted(int node) {
            return lifted[node];
        }

        String name(int node) {
            return "n" + node;
        }

        void step(int step) {
            List<Integer> inputs = network.nodes().get(step).inputs();
            int layer = layers.indexOf(step);
            if (layer >= 0) {
                lines.add("n" + step, lines.layer(step, this::averaged));
                if (copies > 1) {
                    lift(step, layer);
                }
                return;
            }
            lifted[step] = inputs.stream().anyMatch(input -> lifted[input]);
            lines.add("n" + step, lines.layer(step, lifted[step] ? this::repeated : this::name));
        }

        /** The value plus so much of the change on the way, in each copy. */
        private void lift(int step, int layer) {
            String change = "torch.sub(x" + (3 + layers.size() + layer) + ", x" + (3 + layer) + ")";
            String value = "n" + step;
            List<String> all = IntStream.range(0, copies)
                    .mapToObj(k -> "torch.add(" + value + ", d" + step + ", alpha="
                            + LayerSources.number((k + 0.5) / copies - 0.5) + ")")
                    .toList();
            lines.add("d" + step, change);
            lines.add("n" + step, "torch.cat([" + String.join(", ", all) + "], 0)");
            lifted[step] = true;
        }

        private String averaged(int node) {
            if (!lifted[node]) {
                return "n" + node;
            }
            String sizes = copies + ", 1"
                    + Arrays.stream(network.nodes().get(node).shape().toArray())
                            .mapToObj(size -> ", " + size)
                            .collect(Collectors.joining());
            return "torch.mean(torch.reshape(n" + node + ", annotate(List[int], [" + sizes + "])), [0])";
        }

        private String repeated(int node) {
            if (lifted[node]) {
                return "n" + node;
            }
            return "torch.cat([" + String.join(", ", Collections.nCopies(copies, "n" + node)) + "], 0)";
        }
    }

    /** Inner products of one layer's gradients with directions. */
    private final class Products {

        private final Lines lines;
        private final String name;
        private final String x;
        private final String g;
        private final int m;
        private final Map<String, List<String>> products;

        Products(Lines lines, String name, String x, String g, int m, Map<String, List<String>> products) {
            this.lines = lines;
            this.name = name;
            this.x = x;
            this.g = g;
            this.m = m;
            this.products = products;
        }

        void layer(Node node) {
            if (node.op() instanceof Op.Linear linear) {
                linear(linear);
            } else if (node.op() instanceof Op.Conv2d conv) {
                convolution(conv);
            } else {
                throw new IllegalStateException("layers of kind " + node.kind() + " are not factored");
            }
        }

        private void put(String parameter, String suffix, String expression) {
            lines.add(name + suffix, expression);
            List<String> parts = products.get(parameter);
            if (parts != null) {
                parts.add(name + suffix);
            }
        }

        /** The directions of one parameter, {@code [m, values]}. */
        private @Nullable String directions(@Nullable String parameter) {
            if (parameter == null || !network.parameters().containsKey(parameter)) {
                return null;
            }
            int from = 0;
            for (var other : network.parameters().entrySet()) {
                int to = from + other.getValue().size();
                if (other.getKey().equals(parameter)) {
                    return "torch.slice(x3, 1, " + from + ", " + to + ")";
                }
                from = to;
            }
            return null;
        }

        private void linear(Op.Linear linear) {
            Shape weight = network.tensor(linear.weight()).shape();
            int out = weight.dim(0);
            int in = weight.dim(1);
            lines.add(name + "x", "torch.reshape(" + x + ", [torch.size(x0, 0), -1, " + in + "])");
            lines.add(name + "g", "torch.reshape(" + g + ", [torch.size(x0, 0), -1, " + out + "])");
            String directions = directions(linear.weight());
            if (directions != null && m <= FEW) {
                lines.add(name + "v", "torch.reshape(" + directions + ", " + ints(m, out, in) + ")");
                String moved = "torch.matmul(torch.unsqueeze(" + name + "x, 1), torch.transpose(" + name + "v, 1, 2))";
                put(
                        linear.weight(),
                        "w",
                        "torch.sum(torch.mul(" + moved + ", torch.unsqueeze(" + name + "g, 1)), [2, 3])");
            } else if (directions != null) {
                written(linear.weight(), directions, "torch.transpose(" + name + "g, 1, 2)", name + "x");
            }
            bias(linear.bias(), "torch.sum(" + name + "g, [1])");
        }

        private void convolution(Op.Conv2d conv) {
            Shape kernel = network.tensor(conv.weight()).shape();
            int out = kernel.dim(0);
            String how = LayerSources.pair(conv.stride()) + ", " + LayerSources.pair(conv.padding()) + ", "
                    + LayerSources.pair(conv.dilation());
            String directions = directions(conv.weight());
            if (directions != null && m <= FEW) {
                String kernels = "torch.reshape(" + directions + ", "
                        + ints(m * out, kernel.dim(1), kernel.dim(2), kernel.dim(3)) + ")";
                lines.add(name + "c", "torch.conv2d(" + x + ", " + kernels + ", None, " + how + ", 1)");
                String moved = "torch.reshape(" + name + "c, [torch.size(x0, 0), " + m + ", -1])";
                String back = "torch.reshape(" + g + ", [torch.size(x0, 0), 1, -1])";
                put(conv.weight(), "w", "torch.sum(torch.mul(" + moved + ", " + back + "), [2])");
            } else if (directions != null) {
                String windows = "torch.im2col(" + x + ", [" + kernel.dim(2) + ", " + kernel.dim(3) + "], "
                        + LayerSources.pair(conv.dilation()) + ", " + LayerSources.pair(conv.padding()) + ", "
                        + LayerSources.pair(conv.stride()) + ")";
                written(
                        conv.weight(),
                        directions,
                        "torch.reshape(" + g + ", [torch.size(x0, 0), " + out + ", -1])",
                        "torch.transpose(" + windows + ", 1, 2)");
            }
            bias(conv.bias(), "torch.sum(" + g + ", [2, 3])");
        }

        /** Gradients written out, {@code left [n, out, places]} times {@code right [n, places, in]}. */
        private void written(String parameter, String directions, String left, String right) {
            String rows = "torch.reshape(torch.matmul(" + left + ", " + right + "), [torch.size(x0, 0), -1])";
            put(parameter, "w", "torch.matmul(" + rows + ", torch.transpose(" + directions + ", 0, 1))");
        }

        private void bias(@Nullable String bias, String rows) {
            String directions = directions(bias);
            if (bias != null && directions != null) {
                put(bias, "b", "torch.matmul(" + rows + ", torch.transpose(" + directions + ", 0, 1))");
            }
        }
    }
}
