package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.tensor.Tensor;
import java.util.List;

/**
 * A training as the path kernel reads it. Vectors hold all parameters of the network in its order, each row-major. Step
 * {@code s} leads from parameters {@code s} to {@code s + 1}. Used by one thread at a time.
 */
public interface Trajectory {

    /** Number of updates. */
    int steps();

    /** Training images that batches point to. */
    int images();

    UpdateRule rule();

    /** @param step 0 (before training) to {@link #steps()} (the trained network) */
    float[] parameters(int step);

    /**
     * The running mean of squared gradients, not bias-corrected.
     *
     * @param step 0 (zeros) to {@link #steps()}
     * @throws IllegalStateException if the rule is not adaptive
     */
    float[] secondMoment(int step);

    double learningRate(int step);

    double weightDecay(int step);

    /**
     * What the optimiser's memory is multiplied with in a step, learning rate included: one factor for each parameter, or
     * one for all.
     */
    default float[] gains(int step) {
        double rate = learningRate(step);
        float[] gains = rule().adaptive() ? rule().scale(step, secondMoment(step + 1)) : new float[] {1};
        for (int i = 0; i < gains.length; i++) {
            gains[i] = (float) (rate * gains[i]);
        }
        return gains;
    }

    /** Positions of the training images whose mean loss was descended; an image may occur twice. */
    int[] batch(int step);

    /**
     * What the network saw of some images of a batch, augmentation included.
     *
     * @param from first position within the batch
     * @param to one past the last
     * @return {@code [to - from, c, h, w]}
     */
    Tensor inputs(int step, int from, int to);

    /** Classes of the images of a batch as training took them. */
    int[] labels(int step);

    /** Mean loss of a step's batch as training recorded it; NaN if not known. */
    default double loss(int step) {
        return Double.NaN;
    }

    /** Share of a step's batch that was decided rightly; NaN if not known. */
    default double accuracy(int step) {
        return Double.NaN;
    }

    /** In what this is not the training as it was, in words; empty for the whole truth. */
    default List<String> approximations() {
        return List.of();
    }
}
