package dev.whence.engine.exec;

import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The statements that run a network and lead a derivative by its output back to the values of its layers with parameters.
 * Networks of the most usual layers are led back through layer by layer, with the arithmetic that the engine would do but
 * without what it does to find that out, which in a small layer takes longer, and with the poolings of {@link MaxPooling};
 * others by the engine's own differentiation.
 */
final class SlopesText {

    private final NetworkText text;
    private final NetworkText.Lines lines;
    private final boolean written;
    /** Nodes that depend on parameters. */
    private final Set<Integer> varying = new HashSet<>();

    /** @param lines that the parameters are among already */
    SlopesText(NetworkText text, NetworkText.Lines lines) {
        this.text = text;
        this.lines = lines;
        this.written = text.steps().stream().allMatch(step -> isUsual(node(step)));
    }

    private Node node(int step) {
        return text.network().nodes().get(step);
    }

    private boolean isUsual(Node node) {
        Op op = node.op();
        boolean same =
                node.inputs().stream().allMatch(input -> node(input).shape().equals(node.shape()));
        return op instanceof Op.Linear
                || (op instanceof Op.Conv2d conv && conv.groups() == 1)
                || (op instanceof Op.MaxPool2d pooling && MaxPooling.suits(pooling))
                || (op instanceof Op.Add && same)
                || op instanceof Op.Relu
                || op instanceof Op.Reshape
                || op instanceof Op.Dropout
                || op instanceof Op.Identity;
    }

    /** The values of all nodes. */
    void forwards() {
        for (int step : text.steps()) {
            Node node = node(step);
            String name = "n" + step;
            boolean follows = node.inputs().stream().anyMatch(varying::contains);
            boolean weighted = !text.parameters(step).isEmpty();
            if (written && node.op() instanceof Op.MaxPool2d pooling) {
                int input = node.inputs().get(0);
                lines.inline(name, MaxPooling.values(pooling, node(input).shape(), node.shape()), "n" + input);
            } else {
                lines.add(name, lines.layer(step, input -> "n" + input));
            }
            if (!written && weighted && !follows) {
                lines.add(name, "torch.requires_grad_(" + name + ", True)");
            }
            if (follows || weighted) {
                varying.add(step);
            }
        }
    }

    /**
     * Derivatives by the values of layers with parameters.
     *
     * @param seed the derivative by the output
     * @return name of each by layer
     */
    Map<Integer, String> backwards(String seed) {
        List<Integer> weighted = text.weighted();
        Map<Integer, String> slopes = new LinkedHashMap<>();
        if (!written) {
            List<String> by = weighted.stream().map(step -> "n" + step).toList();
            lines.gradient("g", "n" + text.output(), seed, by, false);
            IntStream.range(0, by.size()).forEach(i -> slopes.put(weighted.get(i), "g_" + i));
            return slopes;
        }
        Map<Integer, List<String>> found = new HashMap<>();
        found.put(text.output(), new ArrayList<>(List.of(seed)));
        for (int i = text.steps().size() - 1; i >= 0; i--) {
            int step = text.steps().get(i);
            List<String> parts = found.remove(step);
            if (parts == null || !varying.contains(step)) {
                continue;
            }
            String own = "g" + step;
            lines.add(
                    own,
                    parts.stream()
                            .reduce((a, b) -> "torch.add(" + a + ", " + b + ")")
                            .orElseThrow());
            if (weighted.contains(step)) {
                slopes.put(step, own);
            }
            for (int input : node(step).inputs()) {
                if (varying.contains(input)) {
                    found.computeIfAbsent(input, missing -> new ArrayList<>()).add(back(step, input, own));
                }
            }
        }
        return slopes;
    }

    /** What a layer makes of a derivative. */
    private String back(int step, int input, String slope) {
        Node node = node(step);
        if (node.op() instanceof Op.Relu) {
            return "torch.threshold_backward(" + slope + ", n" + step + ", 0)";
        }
        if (node.op() instanceof Op.Linear linear) {
            return "torch.matmul(" + slope + ", " + lines.weight(linear.weight()) + ")";
        }
        if (node.op() instanceof Op.Reshape) {
            return "torch.reshape(" + slope + ", torch.size(n" + input + "))";
        }
        if (node.op() instanceof Op.Conv2d conv) {
            String name = slope + "c";
            lines.add(
                    name + ", " + name + "w, " + name + "b",
                    "torch.convolution_backward(" + slope + ", n" + input + ", " + lines.weight(conv.weight())
                            + ", None, " + LayerSources.pair(conv.stride()) + ", " + LayerSources.pair(conv.padding())
                            + ", " + LayerSources.pair(conv.dilation())
                            + ", False, [0, 0], 1, [True, False, False])");
            return name;
        }
        if (node.op() instanceof Op.MaxPool2d pooling) {
            String name = slope + "p";
            Shape pooled = node(input).shape().prepend(1);
            KernelSource toMaxima =
                    MaxPooling.toMaxima(pooling, pooled, node.shape().prepend(1), false);
            lines.inline(name, toMaxima, "n" + input, "n" + step, slope);
            return name;
        }
        return slope;
    }
}
