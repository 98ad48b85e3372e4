package dev.whence.engine.training;

import dev.whence.engine.BadInputException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An optimiser in one line: {@code adamw,beta1=0.9,beta2=0.98,eps=1e-8,weight_decay=0.5}. */
public final class OptimizerText {

    private static final String KNOWN = "sgd, momentum, adam or adamw";

    private OptimizerText() {}

    /**
     * Reads the line; settings that are not named have PyTorch's values (momentum 0.9, betas 0.9 and 0.999, eps 1e-8,
     * weight decay 0, for adamw 0.01).
     *
     * @throws BadInputException naming the part that is not understood or out of range
     */
    public static Optimizer parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split(",", -1);
        Settings settings = new Settings(text, parts);
        Optimizer optimizer = switch (parts[0].strip()) {
            case "sgd" -> sgd(settings);
            case "momentum" -> new Optimizer.Momentum(settings.take("momentum", 0.9), settings.take("weight_decay", 0));
            case "adam" ->
                new Optimizer.Adam(
                        settings.take("beta1", 0.9),
                        settings.take("beta2", 0.999),
                        settings.take("eps", 1e-8),
                        settings.take("weight_decay", 0));
            case "adamw" ->
                new Optimizer.AdamW(
                        settings.take("beta1", 0.9),
                        settings.take("beta2", 0.999),
                        settings.take("eps", 1e-8),
                        settings.take("weight_decay", 0.01));
            default ->
                throw new BadInputException("There is no optimiser `" + parts[0].strip() + "`; choose " + KNOWN + ".");
        };
        settings.requireUsed();
        return optimizer;
    }

    /** The line from which {@link #parse} makes the same optimiser. */
    public static String format(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.Momentum momentum) {
            return "momentum,momentum=" + momentum.momentum() + ",weight_decay=" + momentum.weightDecay();
        }
        if (optimizer instanceof Optimizer.Adam adam) {
            return moments("adam", adam.beta1(), adam.beta2(), adam.epsilon(), adam.weightDecay());
        }
        if (optimizer instanceof Optimizer.AdamW adam) {
            return moments("adamw", adam.beta1(), adam.beta2(), adam.epsilon(), adam.weightDecay());
        }
        return "sgd,weight_decay=" + optimizer.weightDecay();
    }

    private static String moments(String name, double beta1, double beta2, double epsilon, double decay) {
        return name + ",beta1=" + beta1 + ",beta2=" + beta2 + ",eps=" + epsilon + ",weight_decay=" + decay;
    }

    /** PyTorch's SGD takes a momentum; with one it is what is called momentum here. */
    private static Optimizer sgd(Settings settings) {
        double momentum = settings.take("momentum", 0);
        double decay = settings.take("weight_decay", 0);
        return momentum == 0 ? new Optimizer.Sgd(decay) : new Optimizer.Momentum(momentum, decay);
    }

    /** The named numbers of a line, each to be taken once. */
    private static final class Settings {

        private final String text;
        private final Map<String, Double> values = new LinkedHashMap<>();

        Settings(String text, String[] parts) {
            this.text = text;
            for (int i = 1; i < parts.length; i++) {
                String[] pair = parts[i].split("=", -1);
                if (pair.length != 2) {
                    throw new BadInputException("The optimiser `" + text + "` has the part `" + parts[i].strip()
                            + "`; write each setting as name=number.");
                }
                values.put(pair[0].strip().replace('-', '_'), number(pair[1].strip()));
            }
        }

        private double number(String digits) {
            try {
                return Double.parseDouble(digits);
            } catch (NumberFormatException e) {
                throw new BadInputException(
                        "The optimiser `" + text + "` has `" + digits + "` where a number belongs; correct it.", e);
            }
        }

        double take(String name, double otherwise) {
            Double given = values.remove(name);
            double value = given == null ? otherwise : given;
            boolean fraction = name.startsWith("beta") || name.equals("momentum");
            if (!(value >= 0) || Double.isInfinite(value) || (fraction && value >= 1)) {
                throw new BadInputException("The optimiser `" + text + "` has " + name + " = " + value
                        + "; give a number " + (fraction ? "from 0 to below 1." : "of at least 0."));
            }
            return value;
        }

        void requireUsed() {
            if (!values.isEmpty()) {
                throw new BadInputException("The optimiser `" + text + "` has no setting "
                        + values.keySet().iterator().next()
                        + "; sgd knows weight_decay, momentum also momentum, adam and adamw beta1, beta2, eps and"
                        + " weight_decay.");
            }
        }
    }
}
