package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.LayerExpression;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.training.ParameterGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some of a network's parameters: a layer, a channel of it, everything.
 *
 * @param name for people
 * @param spans where they stand in a vector of all parameters, ascending
 */
public record ParameterSet(String name, List<Span> spans) {

    public ParameterSet {
        spans = List.copyOf(spans);
    }

    /** Values {@code from} to {@code to - 1}. */
    public record Span(int from, int to) {
        public Span {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException("values from " + from + " to " + to);
            }
        }
    }

    /** Number of values. */
    public int size() {
        return spans.stream().mapToInt(span -> span.to() - span.from()).sum();
    }

    /** All parameters. */
    public static ParameterSet all(Network network) {
        return new ParameterSet("all layers", List.of(new Span(0, Math.toIntExact(network.parameterCount()))));
    }

    /** Each layer that has parameters, weight and bias together; layers that share theirs are one. */
    public static List<ParameterSet> layers(Network network) {
        Map<List<ParameterGroup>, ParameterSet> sets = new LinkedHashMap<>();
        for (Node node : network.nodes().subList(1, network.nodes().size())) {
            List<ParameterGroup> own = own(network, node);
            if (!own.isEmpty()) {
                List<Span> spans = own.stream()
                        .map(group -> new Span(group.offset(), group.offset() + group.size()))
                        .toList();
                sets.putIfAbsent(own, new ParameterSet(node.name(), spans));
            }
        }
        return List.copyOf(sets.values());
    }

    /**
     * The channels of a layer (units, if it is linear): what each output value is made from.
     *
     * @param layer name of a node with parameters
     */
    public static List<ParameterSet> channels(Network network, String layer) {
        Node node = network.nodes().stream()
                .filter(candidate -> candidate.name().equals(layer))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no layer " + layer));
        List<ParameterGroup> own = own(network, node);
        int channels =
                own.stream().mapToInt(group -> group.shape().dim(0)).max().orElse(0);
        List<ParameterSet> sets = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            List<Span> spans = new ArrayList<>();
            for (ParameterGroup group : own) {
                if (group.shape().dim(0) == channels) {
                    int width = group.size() / channels;
                    int from = group.offset() + c * width;
                    spans.add(new Span(from, from + width));
                }
            }
            sets.add(new ParameterSet(layer + " " + c, spans));
        }
        return sets;
    }

    private static List<ParameterGroup> own(Network network, Node node) {
        List<String> names = LayerExpression.of(node).weights();
        return ParameterGroup.ofParameters(network).stream()
                .filter(group -> names.contains(group.name()))
                .toList();
    }
}
