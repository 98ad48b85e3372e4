package dev.whence.engine.relevance.lrp;

import dev.whence.engine.model.Network;
import java.util.List;

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
}
