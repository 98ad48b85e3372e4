package dev.whence.engine.training.run;

import dev.whence.engine.random.SplitMix;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.TrainingSettings;

/** Everything random about a training, as functions of seed, epoch and position, so that nothing must be remembered. */
final class RandomChoices {

    private static final int ORDER = 2;
    private static final int CHANGES = 3;
    private static final int NOISE = 4;

    private final TrainingSettings settings;

    RandomChoices(TrainingSettings settings) {
        this.settings = settings;
    }

    /** The order in which an epoch visits the training images. */
    int[] order(int images, int epoch) {
        return SplitMix.permutation(images, stream(ORDER, epoch));
    }

    /**
     * What happens to the images of a batch.
     *
     * @param epoch in which they are visited
     * @param start position of the first in the epoch's order
     */
    int[] changes(int epoch, int start, int count) {
        Augmentation augmentation = settings.augmentation();
        int[] choices = new int[count];
        long stream = stream(CHANGES, epoch);
        int reach = 2 * augmentation.shift() + 1;
        for (int i = 0; i < count; i++) {
            long at = 3L * (start + i);
            boolean mirrored = augmentation.flip() && SplitMix.sign(stream, at) > 0;
            int down = SplitMix.below(reach, stream, at + 1) - augmentation.shift();
            int right = SplitMix.below(reach, stream, at + 2) - augmentation.shift();
            choices[i] = Augmentation.choice(mirrored, down, right);
        }
        return choices;
    }

    /** The labels with the share of planted errors that the settings ask for: each becomes any of the other classes. */
    int[] withNoise(int[] labels, int classes) {
        int wrong = (int) Math.round(settings.labelNoise() * labels.length);
        int[] noisy = labels.clone();
        if (classes < 2) {
            return noisy;
        }
        int[] order = SplitMix.permutation(labels.length, stream(NOISE, 0));
        for (int i = 0; i < wrong; i++) {
            int image = order[i];
            int other = SplitMix.below(classes - 1, stream(NOISE, 1), i);
            noisy[image] = other < labels[image] ? other : other + 1;
        }
        return noisy;
    }

    private long stream(int purpose, int number) {
        return SplitMix.stream(SplitMix.stream(settings.seed(), purpose), number);
    }
}
