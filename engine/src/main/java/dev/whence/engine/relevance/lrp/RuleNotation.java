package dev.whence.engine.relevance.lrp;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.canon.BatchNormMerging.Pairing;
import dev.whence.engine.relevance.HeatmapTask.InputRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules of single layers as text: {@code conv1=flat; fc2=epsilon:0.25}. */
final class RuleNotation {

    private RuleNotation() {}

    /**
     * @param range of the network's input, for the box rule; absent if it is not known
     * @return rules by layer name
     * @throws BadInputException if the text cannot be read
     */
    static Map<String, Rule> parse(String text, @Nullable InputRange range) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        for (String part : text.split(";", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new BadInputException("The rule '" + part.strip() + "' names no layer; write layer=rule.");
            }
            rules.put(
                    part.substring(0, equals).strip(),
                    rule(part.substring(equals + 1).strip(), range));
        }
        return rules;
    }

    /**
     * Reads {@code bn1=conv1; bn2=conv2}.
     *
     * @throws BadInputException if the text cannot be read
     */
    static List<Pairing> pairings(String text) {
        List<Pairing> pairings = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals < 1 || equals == part.length() - 1) {
                throw new BadInputException(
                        "The merge '" + part.strip() + "' is not understood; write norm=layer, for example bn1=conv1.");
            }
            pairings.add(new Pairing(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip()));
        }
        return pairings;
    }

    private static Rule rule(String text, @Nullable InputRange range) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
        double parameter = colon < 0 ? Double.NaN : number(text, colon);
        return switch (name) {
            case "gradient" -> new Rule.Gradient();
            case "pass" -> new Rule.Pass();
            case "norm" -> new Rule.Norm(Stabilizer.DEFAULT);
            case "flat" -> new Rule.Flat(Stabilizer.DEFAULT);
            case "wsquare" -> new Rule.WSquare(Stabilizer.DEFAULT);
            case "zplus" -> new Rule.ZPlus(Stabilizer.DEFAULT);
            case "epsilon" -> new Rule.Epsilon(Stabilizer.adding(colon < 0 ? 1e-6 : parameter));
            case "gamma" -> new Rule.Gamma(colon < 0 ? 0.25 : parameter, Stabilizer.DEFAULT);
            case "alpha-beta" -> alphaBeta(colon < 0 ? 2 : parameter);
            case "box" -> box(range);
            case "deconvnet" -> new Rule.ReluDeconvNet();
            case "guided" -> new Rule.ReluGuidedBackprop();
            case "beta-smooth" -> new Rule.ReluBetaSmooth(colon < 0 ? 10 : parameter);
            default ->
                throw new BadInputException("There is no rule '" + text + "'; choose from gradient, pass, norm, flat,"
                        + " wsquare, zplus, epsilon:E, gamma:G, alpha-beta:A, box, deconvnet, guided, beta-smooth:B.");
        };
    }

    /** The bounds that the preprocessing gives the input. */
    static Rule box(@Nullable InputRange range) {
        if (range == null) {
            throw new BadInputException("The box rule needs the range of the network's input;"
                    + " it follows from the preprocessing, which raw tensors do not have: choose another rule.");
        }
        return new Rule.ZBox(range.low(), range.high(), Stabilizer.DEFAULT);
    }

    private static Rule alphaBeta(double alpha) {
        if (!(alpha >= 1)) {
            throw new BadInputException("The alpha of an alpha-beta rule must be at least 1, not " + alpha + ".");
        }
        return new Rule.AlphaBeta(alpha, alpha - 1, Stabilizer.DEFAULT);
    }

    private static double number(String text, int colon) {
        try {
            double value = Double.parseDouble(text.substring(colon + 1));
            if (value >= 0 && !Double.isInfinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new BadInputException("The rule '" + text + "' needs a number after the colon.", e);
        }
        throw new BadInputException("The number of the rule '" + text + "' must not be negative.");
    }
}
