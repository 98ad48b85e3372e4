package dev.whence.engine.training.imported;

import dev.whence.engine.BadInputException;
import java.util.Arrays;

/**
 * What a foreign history says about its steps, checked.
 *
 * @param batches training images of each step
 * @param learningRates of each step
 * @param weightDecays of each step
 */
record ImportedSteps(int[][] batches, double[] learningRates, double[] weightDecays) {

    /**
     * @param images number of training images
     * @param where the file, for messages
     * @throws BadInputException if lengths differ, an image does not exist or a number is out of range
     */
    ImportedSteps checked(int images, String where) {
        int steps = batches.length;
        if (steps == 0) {
            throw new BadInputException("The history in " + where + " has no steps; record at least one.");
        }
        if (learningRates.length != steps || weightDecays.length != steps) {
            throw new BadInputException("The history in " + where + " has " + steps + " batches, "
                    + learningRates.length + " learning rates and " + weightDecays.length
                    + " weight decays; record one of each for every step.");
        }
        for (int s = 0; s < steps; s++) {
            if (batches[s].length == 0) {
                throw new BadInputException("The batch of step " + s + " in " + where + " is empty; correct it.");
            }
            for (int image : batches[s]) {
                if (image < 0 || image >= images) {
                    throw new BadInputException("The batch of step " + s + " in " + where + " names the training image "
                            + image + ", but there are only " + images + "; give the images that were trained on.");
                }
            }
            if (!(learningRates[s] >= 0 && weightDecays[s] >= 0)
                    || Double.isInfinite(learningRates[s] + weightDecays[s])) {
                throw new BadInputException("Step " + s + " in " + where + " has the learning rate "
                        + learningRates[s] + " and the weight decay " + weightDecays[s]
                        + "; both must be 0 or above.");
            }
        }
        return this;
    }

    static double[] repeated(double value, int steps) {
        double[] values = new double[steps];
        Arrays.fill(values, value);
        return values;
    }
}
