package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.attribution.Ranking;

/**
 * What each training image contributed to one explained number, step by step: an image contributes in every step whose
 * batch it is in, with all that its gradient did from then on. Moving from step to step costs as much as the steps between.
 */
public final class ImageContributions {

    private final int[][] batches;
    private final int images;
    private final float[][] values;

    /**
     * @param batches images of each step
     * @param images number of training images
     * @param values contribution of each image of each batch
     */
    ImageContributions(int[][] batches, int images, float[][] values) {
        this.batches = batches;
        this.images = images;
        this.values = values;
    }

    public int steps() {
        return batches.length;
    }

    /** The images of a step's batch; shared, not to be written to. */
    public int[] batch(int step) {
        return batches[step];
    }

    /** Their contributions in that step, in the same order; shared, not to be written to. */
    public float[] inStep(int step) {
        return values[step];
    }

    /** The contribution of every training image through all steps, {@code [images]}. */
    public float[] total() {
        return until(steps());
    }

    /**
     * The contribution of every training image through the steps before one: what the number owes to what the network had
     * seen by then.
     *
     * @param step 0 (nothing) to {@link #steps()} (everything)
     * @return {@code [images]}
     */
    public float[] until(int step) {
        double[] sums = new double[images];
        for (int s = 0; s < step; s++) {
            int[] batch = batches[s];
            float[] own = values[s];
            for (int i = 0; i < batch.length; i++) {
                sums[batch[i]] += own[i];
            }
        }
        float[] narrowed = new float[images];
        for (int i = 0; i < images; i++) {
            narrowed[i] = (float) sums[i];
        }
        return narrowed;
    }

    /** Proponents and opponents among what was seen before a step. */
    public Ranking rankingUntil(int step) {
        return Ranking.of(until(step));
    }

    /** One image through the training: its contribution in each step, 0 where it was not in the batch, {@code [steps]}. */
    public float[] of(int image) {
        float[] own = new float[steps()];
        for (int s = 0; s < own.length; s++) {
            for (int i = 0; i < batches[s].length; i++) {
                if (batches[s][i] == image) {
                    own[s] += values[s][i];
                }
            }
        }
        return own;
    }

    /**
     * Contributions of each step summed by class of the training image.
     *
     * @param labels class of each training image
     * @param classes number of classes
     * @return {@code [classes][steps]}
     */
    public double[][] byClass(int[] labels, int classes) {
        double[][] sums = new double[classes][steps()];
        for (int s = 0; s < steps(); s++) {
            for (int i = 0; i < batches[s].length; i++) {
                int label = labels[batches[s][i]];
                if (label >= 0) {
                    sums[label][s] += values[s][i];
                }
            }
        }
        return sums;
    }
}
