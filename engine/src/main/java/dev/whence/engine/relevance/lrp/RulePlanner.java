package dev.whence.engine.relevance.lrp;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.relevance.HeatmapTask.InputRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives every node of a network its rule.
 *
 * @param composite the table of rules by layer family
 * @param splitSums whether additions and products share relevance between their inputs, instead of copying it to each as
 *     the gradient does
 * @param zeroBias whether denominators ignore biases
 * @param range of the input, for the box rule; needed by epsilon-gamma-box only
 * @param overrides rules by node name, tried first
 */
public record RulePlanner(
        Composite composite,
        boolean splitSums,
        boolean zeroBias,
        @Nullable InputRange range,
        Map<String, Rule> overrides) {

    public RulePlanner {
        overrides = Map.copyOf(overrides);
    }

    /**
     * Plans a network.
     *
     * @throws BadInputException if the range is needed and absent, or an override names no node
     */
    public RulePlan plan(Network network) {
        for (String name : overrides.keySet()) {
            if (network.nodes().stream().noneMatch(node -> node.name().equals(name))) {
                throw new BadInputException("There is no layer '" + name + "' to give a rule of its own.");
            }
        }
        network.nodes().forEach(node -> requireSuitable(network, node, overrides.get(node.name())));
        int first = firstLayer(network);
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Rule override = overrides.get(network.nodes().get(i).name());
            rules.add(override != null ? override : i == first ? firstRule() : rule(network, i));
        }
        return new RulePlan(network, rules, zeroBias);
    }

    private static void requireSuitable(Network network, Node node, @Nullable Rule rule) {
        if (rule == null || rule instanceof Rule.Gradient) {
            return;
        }
        String offered;
        boolean suitable;
        if (LayerFamily.of(node.op()).isWeighted()) {
            boolean first = node.inputs().get(0) == 0;
            offered = "gradient, flat, wsquare, zplus, epsilon, gamma, alpha-beta" + (first ? ", box" : "");
            suitable = !(rule instanceof Rule.Norm || rule instanceof Rule.Pass || isForRelus(rule))
                    && (first || !(rule instanceof Rule.ZBox));
        } else if (node.op() instanceof Op.Relu) {
            offered = "gradient, pass, norm, deconvnet, guided, beta-smooth";
            suitable = rule instanceof Rule.Pass || rule instanceof Rule.Norm || isForRelus(rule);
        } else if (node.inputs().size() == 1
                && network.nodes().get(node.inputs().get(0)).shape().size()
                        == node.shape().size()) {
            offered = "gradient, pass, norm";
            suitable = rule instanceof Rule.Pass || rule instanceof Rule.Norm;
        } else {
            offered = "gradient, norm, flat";
            suitable = rule instanceof Rule.Norm || rule instanceof Rule.Flat;
        }
        if (!suitable) {
            throw new BadInputException("The rule " + rule.label() + " does not suit the layer '" + node.name() + "' ("
                    + node.kind() + "); choose from " + offered + ".");
        }
    }

    private static boolean isForRelus(Rule rule) {
        return rule instanceof Rule.ReluDeconvNet
                || rule instanceof Rule.ReluGuidedBackprop
                || rule instanceof Rule.ReluBetaSmooth;
    }

    /** The first layer in the order in which the model registers its weights, as the reference counts, or -1. */
    private int firstLayer(Network network) {
        Predicate<LayerFamily> family = composite.startsFlat()
                ? LayerFamily::isWeighted
                : kind -> composite == Composite.EPSILON_GAMMA_BOX && kind == LayerFamily.CONVOLUTION;
        for (String parameter : network.parameters().keySet()) {
            for (int i = 0; i < network.nodes().size(); i++) {
                Op op = network.nodes().get(i).op();
                if (family.test(LayerFamily.of(op)) && parameter.equals(weightOf(op))) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static @Nullable String weightOf(Op op) {
        if (op instanceof Op.Conv2d conv) {
            return conv.weight();
        }
        return op instanceof Op.Linear linear ? linear.weight() : null;
    }

    private Rule firstRule() {
        if (composite.startsFlat()) {
            return new Rule.Flat(Stabilizer.DEFAULT);
        }
        if (range == null) {
            throw new BadInputException("The composite epsilon_gamma_box needs the range of the network's input;"
                    + " it follows from the preprocessing, which raw tensors do not have: choose another composite.");
        }
        return new Rule.ZBox(range.low(), range.high(), Stabilizer.DEFAULT);
    }

    private Rule rule(Network network, int position) {
        Node node = network.nodes().get(position);
        boolean conserving = !composite.isGradientBased();
        return switch (LayerFamily.of(node.op())) {
            case CONVOLUTION -> composite.forConvolutions();
            case FULLY_CONNECTED -> composite.forFullyConnected();
            case AVERAGE_POOLING -> conserving ? new Rule.Norm(Stabilizer.DEFAULT) : new Rule.Gradient();
            case NORMALISATION ->
                conserving && composite != Composite.EXCITATION_BACKPROP ? new Rule.Pass() : new Rule.Gradient();
            case ACTIVATION -> node.op() instanceof Op.Relu ? composite.forRelus() : composite.forOtherActivations();
            case SUM -> splitSums && conserving ? new Rule.Norm(Stabilizer.DEFAULT) : new Rule.Gradient();
            case PRODUCT -> splitSums && conserving ? product(network, node) : new Rule.Gradient();
            case CONSTANT -> splitSums && conserving ? new Rule.Pass() : new Rule.Gradient();
            case INPUT, MAX_POOLING, ARRANGEMENT, SOFTMAX -> new Rule.Gradient();
        };
    }

    private static Rule product(Network network, Node node) {
        Optional<Integer> gate = gateInput(network, node);
        if (node.op() instanceof Op.Divide) {
            return new Rule.SignalTakesAll(0);
        }
        return gate.<Rule>map(input -> new Rule.SignalTakesAll(1 - input)).orElseGet(Rule.EqualShares::new);
    }

    /** Which of two factors is a gate: computed by a function with values between 0 and 1. */
    private static Optional<Integer> gateInput(Network network, Node node) {
        for (int i = 0; i < node.inputs().size(); i++) {
            Node factor = network.nodes().get(node.inputs().get(i));
            while (LayerFamily.of(factor.op()) == LayerFamily.ARRANGEMENT) {
                factor = network.nodes().get(factor.inputs().get(0));
            }
            if (factor.op() instanceof Op.Sigmoid
                    || factor.op() instanceof Op.HardSigmoid
                    || factor.op() instanceof Op.Softmax) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
