package dev.whence.engine.relevance.lrp;

import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which rule each layer gets and whether it is known to conserve relevance. */
public final class PreFlight {

    private static final int NAMED_LAYERS = 3;

    /** Stabilisers up to this size only matter where sums nearly cancel. */
    private static final double SMALL_STABILIZER = 1e-3;

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

    /** The reasons why relevance may not be conserved, each with the first layers it holds for. */
    public static List<String> leaks(List<Entry> entries) {
        Map<String, List<String>> layers = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (!entry.conserves()) {
                layers.computeIfAbsent(entry.reason(), reason -> new ArrayList<>())
                        .add(entry.layer());
            }
        }
        List<String> leaks = new ArrayList<>();
        layers.forEach((reason, names) -> {
            String some = String.join(", ", names.subList(0, Math.min(NAMED_LAYERS, names.size())));
            int others = names.size() - NAMED_LAYERS;
            leaks.add(reason + " (" + some + (others > 0 ? " and " + others + " more)" : ")"));
        });
        return leaks;
    }

    private static String reason(RulePlan plan, Node node, Rule rule) {
        LayerFamily family = LayerFamily.of(node.op());
        if (rule instanceof Rule.Gradient) {
            if (node.op() instanceof Op.Pad2d pad && pad.value() != 0) {
                return "the padding takes a share";
            }
            return switch (family) {
                case ARRANGEMENT, MAX_POOLING, INPUT -> "";
                case SUM -> "each branch receives all of the relevance";
                default -> "the gradient does not conserve";
            };
        }
        if (rule instanceof Rule.Epsilon epsilon && epsilon.stabilizer().epsilon() > SMALL_STABILIZER) {
            return "the stabiliser of " + epsilon.stabilizer().epsilon() + " absorbs relevance";
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
