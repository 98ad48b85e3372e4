package dev.whence.engine.attribution;

import dev.whence.engine.BadInputException;

/**
 * The class explained for each test image, resolved to numbers.
 *
 * @param positive the class spoken for, one per test image
 * @param negative the class spoken against, or -1 where the explanation is not contrastive, one per test image
 */
public record Targets(int[] positive, int[] negative) {

    /**
     * @throws BadInputException if the class does not exist or an image has no label
     */
    public static Targets resolve(Target target, Representations tests) {
        int n = tests.size();
        int[] positive = new int[n];
        int[] negative = new int[n];
        for (int i = 0; i < n; i++) {
            negative[i] = -1;
            if (target instanceof Target.Predicted) {
                positive[i] = tests.predicted(i);
            } else if (target instanceof Target.Label) {
                positive[i] = (int) tests.labels().longs()[i];
                if (positive[i] < 0) {
                    throw new BadInputException(
                            "Test image " + i
                                    + " has no label, so its label cannot be explained; choose the predicted class or a number.");
                }
            } else if (target instanceof Target.OfClass single) {
                positive[i] = existing(single.index(), tests.classes());
            } else if (target instanceof Target.Contrast contrast) {
                positive[i] = existing(contrast.a(), tests.classes());
                negative[i] = existing(contrast.b(), tests.classes());
            }
        }
        return new Targets(positive, negative);
    }

    public boolean contrastive(int index) {
        return negative[index] >= 0;
    }

    private static int existing(int index, int classes) {
        if (index < 0 || index >= classes) {
            throw new BadInputException(
                    "Class " + index + " does not exist; the model has classes 0 to " + (classes - 1) + ".");
        }
        return index;
    }
}
