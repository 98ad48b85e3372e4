package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.BadInputException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * In which steps contributions of training images are computed. Fewer than all are drawn at random and their contributions
 * scaled up by as much: an estimate without bias, whose error shows in the sum over images.
 *
 * @param count how many steps; 0 for all
 * @param seed of the draw
 */
public record StepSample(int count, long seed) {

    public StepSample {
        if (count < 0) {
            throw new BadInputException("The number of steps is " + count + "; give 1 or more, or 0 for all.");
        }
    }

    public static StepSample all() {
        return new StepSample(0, 0);
    }

    /**
     * What the contributions of each step are multiplied with, 0 where they are left out.
     *
     * @param steps of the training
     */
    double[] factors(int steps) {
        double[] factors = new double[steps];
        if (count == 0 || count >= steps) {
            Arrays.fill(factors, 1);
            return factors;
        }
        int[] order = IntStream.range(0, steps).toArray();
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(steps - i);
            int chosen = order[other];
            order[other] = order[i];
            order[i] = chosen;
            factors[chosen] = (double) steps / count;
        }
        return factors;
    }
}
