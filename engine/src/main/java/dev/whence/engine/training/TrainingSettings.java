package dev.whence.engine.training;

import dev.whence.engine.BadInputException;
import java.util.Locale;

/**
 * How a network is trained.
 *
 * @param epochs passes over the training images
 * @param batchSize images per step; the last batch of an epoch may be smaller
 * @param optimizer with its constant settings
 * @param learningRate the highest rate; the schedule says how it moves
 * @param schedule of the learning rate
 * @param augmentation of the training images
 * @param labelNoise share of training images whose label is replaced by another class, 0 to 1; for experiments
 * @param batchNorm what normalisation layers use; {@link BatchNormMode#ABSENT} is taken as {@link BatchNormMode#BATCH}
 * @param interval which states are kept in the history
 * @param seed of the order of images, their changes and the label noise
 */
public record TrainingSettings(
        int epochs,
        int batchSize,
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        Augmentation augmentation,
        double labelNoise,
        BatchNormMode batchNorm,
        Interval interval,
        long seed) {

    /**
     * Checks what a person may have typed wrongly.
     *
     * @throws BadInputException naming the first value that is out of range
     */
    public TrainingSettings {
        check(epochs >= 1, "number of epochs", epochs, "1");
        check(batchSize >= 1, "batch size", batchSize, "1");
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new BadInputException("The learning rate is " + learningRate + "; give a number above 0.");
        }
        if (!(labelNoise >= 0 && labelNoise <= 1)) {
            throw new BadInputException(
                    "The label noise is " + labelNoise + "; give a share from 0 to 1 of the training images.");
        }
    }

    private static void check(boolean fine, String what, int value, String least) {
        if (!fine) {
            throw new BadInputException("The " + what + " is " + value + "; give at least " + least + ".");
        }
    }

    /** Steps of an epoch. */
    public int stepsPerEpoch(int images) {
        return (images + batchSize - 1) / batchSize;
    }

    /**
     * Steps in all.
     *
     * @throws BadInputException if there are more than two thousand million
     */
    public int steps(int images) {
        long steps = (long) stepsPerEpoch(images) * epochs;
        if (steps > Integer.MAX_VALUE - 1) {
            throw new BadInputException(
                    "That are " + steps + " training steps; choose fewer epochs or a larger batch size.");
        }
        return (int) steps;
    }

    /**
     * Which states are kept.
     *
     * @param kind of interval
     * @param every for {@link Kind#STEPS}, the distance of kept states; otherwise 1
     */
    public record Interval(Kind kind, int every) {

        /** What is counted. */
        public enum Kind {
            NONE,
            EPOCHS,
            STEPS
        }

        /**
         * Reads {@code none}, {@code epochs}, {@code every-step} or {@code every:N}.
         *
         * @throws BadInputException if it is none of these
         */
        public static Interval parse(String text) {
            String word = text.strip().toLowerCase(Locale.ROOT);
            if (word.equals("none")) {
                return new Interval(Kind.NONE, 1);
            }
            if (word.equals("epochs")) {
                return new Interval(Kind.EPOCHS, 1);
            }
            if (word.equals("every-step")) {
                return new Interval(Kind.STEPS, 1);
            }
            if (word.matches("every:[1-9]\\d{0,7}")) {
                return new Interval(Kind.STEPS, Integer.parseInt(word.substring(6)));
            }
            throw new BadInputException("The history interval `" + text
                    + "` is not understood; write none, epochs, every-step or every:10.");
        }

        /** As it is written on the command line. */
        public String text() {
            return switch (kind) {
                case NONE -> "none";
                case EPOCHS -> "epochs";
                case STEPS -> every == 1 ? "every-step" : "every:" + every;
            };
        }

        /** Whether a state is kept; the first and the last always are. */
        public boolean keeps(int state, int steps, int stepsPerEpoch) {
            return switch (kind) {
                case NONE -> false;
                case EPOCHS -> state % stepsPerEpoch == 0;
                case STEPS -> state % every == 0 || state == steps;
            };
        }

        /** How many states are kept. */
        public long count(int steps, int stepsPerEpoch) {
            return switch (kind) {
                case NONE -> 0;
                case EPOCHS -> steps / stepsPerEpoch + 1L;
                case STEPS -> steps / every + 1L + (steps % every == 0 ? 0 : 1);
            };
        }
    }
}
