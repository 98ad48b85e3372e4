package dev.whence.engine.relevance.lrp;

import dev.whence.engine.BadInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The named ways of giving each layer family its rule, as in the LRP literature. */
public enum Composite {
    EPSILON_PLUS("z+ rule for convolutions, epsilon rule for fully connected layers"),
    EPSILON_PLUS_FLAT("as epsilon-plus, flat rule for the first layer"),
    EPSILON_ALPHA2_BETA1("alpha 2, beta 1 for convolutions, epsilon rule for fully connected layers"),
    EPSILON_ALPHA2_BETA1_FLAT("as epsilon-alpha2-beta1, flat rule for the first layer"),
    EPSILON_GAMMA_BOX("gamma rule for convolutions, box rule for the first of them, epsilon rule for the rest"),
    EXCITATION_BACKPROP("z+ rule for every weighted sum"),
    DECONVNET("gradient, ReLUs let positive relevance through"),
    GUIDED_BACKPROP("gradient, ReLUs let positive relevance of positive inputs through"),
    BETA_SMOOTH("gradient, ReLUs replaced by softplus of beta 10");

    private final String summary;

    Composite(String summary) {
        this.summary = summary;
    }

    /** One line for menus. */
    public String summary() {
        return summary;
    }

    /**
     * Reads a name in snake_case, kebab-case or CamelCase.
     *
     * @throws BadInputException if there is no such composite
     */
    public static Composite parse(String name) {
        for (Composite composite : values()) {
            if (bare(composite.name()).equals(bare(name))) {
                return composite;
            }
        }
        throw new BadInputException("There is no composite '" + name + "'; choose from "
                + Arrays.stream(values())
                        .map(composite -> composite.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + ".");
    }

    private static String bare(String name) {
        return name.strip().replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    boolean startsFlat() {
        return this == EPSILON_PLUS_FLAT || this == EPSILON_ALPHA2_BETA1_FLAT;
    }

    boolean isGradientBased() {
        return this == DECONVNET || this == GUIDED_BACKPROP || this == BETA_SMOOTH;
    }

    Rule forConvolutions() {
        return switch (this) {
            case EPSILON_PLUS, EPSILON_PLUS_FLAT, EXCITATION_BACKPROP -> new Rule.ZPlus(Stabilizer.DEFAULT);
            case EPSILON_ALPHA2_BETA1, EPSILON_ALPHA2_BETA1_FLAT -> new Rule.AlphaBeta(2, 1, Stabilizer.DEFAULT);
            case EPSILON_GAMMA_BOX -> new Rule.Gamma(0.25, Stabilizer.DEFAULT);
            case DECONVNET, GUIDED_BACKPROP, BETA_SMOOTH -> new Rule.Gradient();
        };
    }

    Rule forFullyConnected() {
        return switch (this) {
            case EXCITATION_BACKPROP -> new Rule.ZPlus(Stabilizer.DEFAULT);
            case DECONVNET, GUIDED_BACKPROP, BETA_SMOOTH -> new Rule.Gradient();
            default -> new Rule.Epsilon(Stabilizer.DEFAULT);
        };
    }

    Rule forRelus() {
        return switch (this) {
            case DECONVNET -> new Rule.ReluDeconvNet();
            case GUIDED_BACKPROP -> new Rule.ReluGuidedBackprop();
            case BETA_SMOOTH -> new Rule.ReluBetaSmooth(10);
            default -> forOtherActivations();
        };
    }

    Rule forOtherActivations() {
        return isGradientBased() || this == EXCITATION_BACKPROP ? new Rule.Gradient() : new Rule.Pass();
    }
}
