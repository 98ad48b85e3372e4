package dev.whence.engine.exec;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The bodies of {@link VectorNetwork}'s functions. In all of them {@code x0} is the batch and {@code x1} the vector of
 * parameters; constants of the network are the last arguments.
 */
final class NetworkText {

    private static final Pattern ARGUMENT = Pattern.compile("\\bx(\\d+)\\b");

    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+) = ");

    /** Not what follows a dot, which is a function of the engine. */
    private static final Pattern WORD = Pattern.compile("(?<![.\\w])\\w+\\b(?!=[^=])");

    /** Multiplications of a convolution for one image, up to which it is written as a plain product of matrices. */
    private static final long SMALL = 1L << 20;

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
    List<Integer> weighted() {
        return steps.stream().filter(step -> !parameters(step).isEmpty()).toList();
    }

    List<String> parameters(int step) {
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

    String outputs() {
        return forwards().returning(outputs("n" + output));
    }

    /** The outputs, then the value of each node with parameters. */
    String state() {
        String layers = weighted().stream().map(step -> "n" + step).collect(Collectors.joining(", "));
        return forwards().returning("[" + outputs("n" + output) + ", " + layers + "]");
    }

    private Lines forwards() {
        Lines lines = new Lines(2, true);
        lines.parameters("x1");
        steps.forEach(step -> lines.add("n" + step, lines.layer(step, input -> "n" + input)));
        return lines;
    }

    private String outputs(String logits) {
        return logSoftmax ? "torch.log_softmax(" + logits + ", 1)" : logits;
    }

    /** After batch and parameters: weights of the outputs. */
    String gradients(int m) {
        Lines lines = new Lines(3, true);
        lines.variable("x1");
        steps.forEach(step -> lines.add("n" + step, lines.layer(step, input -> "n" + input)));
        lines.add("y", outputs("n" + output));
        return gradients(m, lines);
    }

    /** After batch and parameters: weights of the outputs, the other parameters, the states at both ends. */
    String averagedGradients(int m, int copies) {
        Lines lines = new Lines(4 + 2 * weighted().size(), true);
        lines.variable("torch.mul(torch.add(x1, x3), 0.5)");
        Copies lifted = new Copies(lines, copies, weighted());
        steps.forEach(lifted::step);
        lines.add("y", outputs(lifted.name(output)));
        if (lifted.isLifted(output)) {
            lines.add("y", "torch.mean(y, [0], True)");
        }
        return gradients(m, lines);
    }

    /** Those of {@code y}. */
    private static String gradients(int m, Lines lines) {
        List<String> rows = new ArrayList<>();
        for (int j = 0; j < m; j++) {
            // A function that is differentiated several times needs what it recorded until the last time.
            String seed = "torch.slice(x2, 0, " + j + ", " + (j + 1) + ")";
            lines.gradient("g" + j, "y", seed, lines.variables(), j < m - 1);
            rows.add(lines.joined("g" + j, 0));
        }
        return lines.returning("torch.stack([" + String.join(", ", rows) + "], 0)");
    }

    /** After batch and parameters: labels. */
    String lossGradient() {
        Lines lines = new Lines(3, false);
        lines.variable("x1");
        steps.forEach(step -> lines.add("n" + step, lines.layer(step, input -> "n" + input)));
        String seed = lossSeed(lines);
        lines.gradient("g", "n" + output, seed, lines.variables(), false);
        return lines.returning(lines.joined("g", 0));
    }

    /** The derivative of the losses by the logits, written so that a sure decision leaves more than rounding. */
    private String lossSeed(Lines lines) {
        lines.add("q", "torch.mul(torch.softmax(torch.detach(n" + output + "), 1), torch.rsub(x2, 1))");
        return "torch.sub(q, torch.mul(x2, torch.sum(q, [1], True)))";
    }

    /**
     * After batch and parameters: labels and directions.
     *
     * @param summed whether the gradient of all losses together follows the inner products
     */
    String lossesAlong(int m, boolean summed) {
        Lines lines = new Lines(4, false);
        lines.parameters("x1");
        SlopesText slopes = new SlopesText(this, lines);
        slopes.forwards();
        ProductsText products = new ProductsText(network, lines::add, m, summed);
        slopes.backwards(lossSeed(lines)).forEach((step, slope) -> {
            Node node = network.nodes().get(step);
            boolean small = node.op() instanceof Op.Conv2d conv && isSmall(node, conv);
            products.layer(node, "a" + step, "torch.detach(n" + node.inputs().get(0) + ")", slope, small);
        });
        return lines.returning("[" + products.stacked() + (summed ? ", " + products.sum() : "") + "]");
    }

    Network network() {
        return network;
    }

    /** The node whose values are the logits. */
    int output() {
        return output;
    }

    /** All nodes that the output depends on but the input, each after those it is computed from. */
    List<Integer> steps() {
        return steps;
    }

    /** Whether a convolution costs less than what the engine does to prepare one. */
    private boolean isSmall(Node node, Op.Conv2d conv) {
        long perPlace = network.tensor(conv.weight()).shape().size();
        int places = node.shape().dim(1) * node.shape().dim(2);
        return conv.groups() == 1
                && conv.dilation().vertical() == 1
                && conv.dilation().horizontal() == 1
                && perPlace * places <= SMALL;
    }

    /** A convolution as a product of matrices, which needs none of the preparations that cost more than a small product. */
    private String plainConvolution(Op.Conv2d conv) {
        Shape kernel = network.tensor(conv.weight()).shape();
        return "torch.thnn_conv2d(x0, x1, [" + kernel.dim(2) + ", " + kernel.dim(3) + "], "
                + (conv.bias() == null ? "None" : "x2") + ", " + LayerSources.pair(conv.stride()) + ", "
                + LayerSources.pair(conv.padding()) + ")";
    }

    static String ints(int... values) {
        return "annotate(List[int], " + Arrays.toString(values) + ")";
    }

    @FunctionalInterface
    interface Inputs {
        String name(int node);
    }

    /** Statements, growing. */
    final class Lines {

        private final StringBuilder body = new StringBuilder();
        private final Map<String, String> weights = new HashMap<>();

        private final boolean fewImages;

        /**
         * @param own arguments before the constants
         * @param fewImages whether the batch is too small to be worth preparations
         */
        Lines(int own, boolean fewImages) {
            this.fewImages = fewImages;
            for (int i = 0; i < buffers.size(); i++) {
                weights.put(buffers.get(i), "x" + (own + i));
            }
            add("n0", "x0");
        }

        void add(String name, String expression) {
            body.append(name).append(" = ").append(expression).append('\n');
        }

        /** Cuts a vector into parameters that can be differentiated by. */
        void variable(String vector) {
            parameters(vector);
            used().forEach(name -> {
                String own = String.valueOf(weights.get(name));
                add(own, "torch.requires_grad_(torch.detach(" + own + "), True)");
            });
        }

        /** Cuts a vector into parameters. */
        void parameters(String vector) {
            add("v", vector);
            int from = 0;
            int count = 0;
            for (var parameter : network.parameters().entrySet()) {
                Shape shape = parameter.getValue().shape();
                int to = from + Math.toIntExact(shape.size());
                String name = "p" + count++;
                add(name, "torch.reshape(torch.slice(v, 0, " + from + ", " + to + "), " + ints(shape.toArray()) + ")");
                weights.put(parameter.getKey(), name);
                from = to;
            }
        }

        String weight(String parameter) {
            return String.valueOf(weights.get(parameter));
        }

        /** Parameters that the output depends on, in the order of the vector. */
        private List<String> used() {
            Set<String> all = new HashSet<>();
            weighted().forEach(step -> all.addAll(NetworkText.this.parameters(step)));
            return network.parameters().keySet().stream().filter(all::contains).toList();
        }

        List<String> variables() {
            return used().stream()
                    .map(name -> String.valueOf(weights.get(name)))
                    .toList();
        }

        /** One vector of gradients by all {@link #variables}, the first of which has the given number. */
        String joined(String gradient, int first) {
            List<String> used = used();
            List<String> parts = new ArrayList<>();
            for (var parameter : network.parameters().entrySet()) {
                int place = used.indexOf(parameter.getKey());
                parts.add(
                        place >= 0
                                ? "torch.reshape(" + gradient + "_" + (first + place) + ", [-1])"
                                : "torch.zeros([" + parameter.getValue().size() + "], dtype=torch.dtype(x1))");
            }
            return "torch.cat([" + String.join(", ", parts) + "], 0)";
        }

        String layer(int step, Inputs inputs) {
            Node node = network.nodes().get(step);
            LayerSource layer = LayerSources.of(node);
            List<String> arguments = new ArrayList<>();
            node.inputs().forEach(input -> arguments.add(inputs.name(input)));
            layer.weights().forEach(name -> arguments.add(String.valueOf(weights.get(name))));
            String expression = fewImages && node.op() instanceof Op.Conv2d conv && isSmall(node, conv)
                    ? plainConvolution(conv)
                    : layer.source().body().substring("return ".length());
            return ARGUMENT.matcher(expression).replaceAll(found -> arguments.get(Integer.parseInt(found.group(1))));
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

        /** Takes over the body of a function. */
        void inline(String name, KernelSource function, String... arguments) {
            List<String> lines = function.body().lines().toList();
            Set<String> own = lines.stream()
                    .map(ASSIGNMENT::matcher)
                    .filter(Matcher::lookingAt)
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
            for (String line : lines) {
                String renamed = WORD.matcher(line)
                        .replaceAll(word -> own.contains(word.group()) ? name + "_" + word.group() : word.group());
                String given =
                        ARGUMENT.matcher(renamed).replaceAll(found -> arguments[Integer.parseInt(found.group(1))]);
                body.append(given.startsWith("return ") ? name + " = " + given.substring("return ".length()) : given)
                        .append('\n');
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
                lift(step, layer);
                return;
            }
            lifted[step] = inputs.stream().anyMatch(input -> lifted[input]);
            lines.add("n" + step, lines.layer(step, lifted[step] ? this::repeated : this::name));
        }

        /** The value plus so much of the change on the way, in each copy. */
        private void lift(int step, int layer) {
            String change = "torch.sub(x" + (4 + layers.size() + layer) + ", x" + (4 + layer) + ")";
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
}
