package dev.whence.engine.relevance.lrp;

import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import java.util.ArrayList;
import java.util.List;

/** Which rule each layer gets and whether it is known to conserve relevance. */
public final class PreFlight {

    private PreFlight() {}

    /**
     * One layer.
     *
     * @param layer its name
     * @param kind its kind
     * @param rule the rule's label
     * @param conserves whether the sum of relevance is known to stay the same, up to stabilisers
     * @param reason why it may not, empty if it does
     */
    public record Entry(String layer, String kind, String rule, boolean conserves, String reason) {}

    /** All layers but the input, in the network's order. */
    public static List<Entry> of(RulePlan plan) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i < plan.rules().size(); i++) {
            Node node = plan.network().nodes().get(i);
            Rule rule = plan.rules().get(i);
            String reason = reason(plan, node, rule);
            entries.add(new Entry(node.name(), node.kind(), rule.label(), reason.isEmpty(), reason));
        }
        return entries;
    }

    private static String reason(RulePlan plan, Node node, Rule rule) {
        LayerFamily family = LayerFamily.of(node.op());
        if (rule instanceof Rule.Gradient) {
            return switch (family) {
                case ARRANGEMENT, MAX_POOLING, INPUT -> "";
                case SUM -> "each branch receives all of the relevance";
                default -> "the gradient does not conserve";
            };
        }
        if (rule instanceof Rule.ReluDeconvNet
                || rule instanceof Rule.ReluGuidedBackprop
                || rule instanceof Rule.ReluBetaSmooth) {
            return "relevance is cut at ReLUs";
        }
        if (rule instanceof Rule.WSquare || rule instanceof Rule.Flat) {
            return rule instanceof Rule.WSquare && !plan.zeroBias() && hasBias(node) ? "the bias takes a share" : "";
        }
        if (rule instanceof Rule.AlphaBeta && family.isWeighted()) {
            return "neurons without inhibition gain what beta should take away";
        }
        if (rule instanceof Rule.ZBox) {
            return "";
        }
        return family.isWeighted() && !plan.zeroBias() && hasBias(node) ? "the bias takes a share" : "";
    }

    private static boolean hasBias(Node node) {
        if (node.op() instanceof Op.Conv2d conv) {
            return conv.bias() != null;
        }
        return node.op() instanceof Op.Linear linear && linear.bias() != null;
    }
}
