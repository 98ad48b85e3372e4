package dev.whence.engine.training;

import dev.whence.engine.BadInputException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the learning rate moves during training, as a factor of the given rate. */
public sealed interface Schedule {

    /**
     * The factor at a step.
     *
     * @param step counted from 0
     * @param steps of the whole training
     */
    double factor(int step, int steps);

    /** As it is written on the command line. */
    String text();

    /** Always the given rate. */
    record Constant() implements Schedule {
        @Override
        public double factor(int step, int steps) {
            return 1;
        }

        @Override
        public String text() {
            return "constant";
        }
    }

    /**
     * Straight up from 0 to the given rate, then straight down to 0.
     *
     * @param peak where the given rate is reached, as a share of all steps, above 0 and below 1
     */
    record Triangular(double peak) implements Schedule {
        @Override
        public double factor(int step, int steps) {
            double at = (double) step / steps;
            return at <= peak ? at / peak : (1 - at) / (1 - peak);
        }

        @Override
        public String text() {
            return "triangular:" + peak;
        }
    }

    /** Down along half a cosine wave, from the given rate to 0 (Loshchilov and Hutter 2017, without restarts). */
    record Cosine() implements Schedule {
        @Override
        public double factor(int step, int steps) {
            return (1 + Math.cos(Math.PI * step / steps)) / 2;
        }

        @Override
        public String text() {
            return "cosine";
        }
    }

    /**
     * Multiplied by a factor at equal distances.
     *
     * @param parts into how many stretches of equal rate the training falls, at least 1
     * @param factor from one stretch to the next
     */
    record Step(int parts, double factor) implements Schedule {
        @Override
        public double factor(int step, int steps) {
            return Math.pow(factor, (int) ((long) step * parts / steps));
        }

        @Override
        public String text() {
            return "step:" + parts + ":" + factor;
        }
    }

    /**
     * Reads {@code constant}, {@code cosine}, {@code triangular}, {@code triangular:0.4}, {@code step:3:0.1}.
     *
     * @throws BadInputException if it is none of these
     */
    static Schedule parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split(":", -1);
        try {
            if (parts[0].equals("constant") && parts.length == 1) {
                return new Constant();
            }
            if (parts[0].equals("cosine") && parts.length == 1) {
                return new Cosine();
            }
            if (parts[0].equals("triangular") && parts.length <= 2) {
                double peak = parts.length == 1 ? 5.0 / 12 : Double.parseDouble(parts[1]);
                if (peak > 0 && peak < 1) {
                    return new Triangular(peak);
                }
            }
            if (parts[0].equals("step") && parts.length == 3) {
                int count = Integer.parseInt(parts[1]);
                double factor = Double.parseDouble(parts[2]);
                if (count >= 1 && factor > 0 && factor <= 1) {
                    return new Step(count, factor);
                }
            }
        } catch (NumberFormatException e) {
            throw refuse(text, e);
        }
        throw refuse(text, null);
    }

    private static BadInputException refuse(String text, @Nullable Exception cause) {
        String sentence = "The learning-rate schedule `" + text
                + "` is not understood; write constant, cosine, triangular:0.4 (share of the steps at which the rate is"
                + " highest) or step:3:0.1 (three stretches, each a tenth of the one before).";
        return cause == null ? new BadInputException(sentence) : new BadInputException(sentence, cause);
    }
}
