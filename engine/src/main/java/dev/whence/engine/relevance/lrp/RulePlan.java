package dev.whence.engine.relevance.lrp;

import dev.whence.engine.model.Network;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rule of every node of one network.
 *
 * @param network the network the plan is for
 * @param rules one per node, in the network's order; that of the input is not used
 * @param zeroBias whether denominators ignore biases
 */
public record RulePlan(Network network, List<Rule> rules, boolean zeroBias) {

    public RulePlan {
        rules = List.copyOf(rules);
        if (rules.size() != network.nodes().size()) {
            throw new IllegalArgumentException(
                    rules.size() + " rules for " + network.nodes().size() + " nodes");
        }
    }

    /** Whether the rule of a layer shares {@linkplain WeightedRules#sums sums} with the layer's value. */
    boolean keepsSums(int node) {
        return WeightedRules.countOfSums(rules.get(node)) > 0
                && LayerFamily.of(network.nodes().get(node).op()).isWeighted();
    }

    /** Values per image that a forward pass keeps for the rules besides those of the layers. */
    long countOfSums() {
        return IntStream.range(0, rules.size())
                .filter(this::keepsSums)
                .mapToLong(node -> WeightedRules.countOfSums(rules.get(node))
                        * network.nodes().get(node).shape().size())
                .sum();
    }
}
