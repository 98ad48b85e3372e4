package dev.whence.visualization.dynamics;

import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.pathkernel.Dynamics;
import dev.whence.engine.attribution.pathkernel.ImageContributions;
import dev.whence.engine.attribution.pathkernel.NumberCourse;
import java.util.Arrays;

/**
 * How one explained number came about, ready to be asked as of any step: sums over the steps before are kept for as many
 * steps as the memory allows, so that moving costs the same wherever one comes from. Immutable.
 */
public final class NumberStory {

    private static final long KEPT_BYTES = 96L << 20;

    private final int number;
    private final NumberCourse course;
    private final ImageContributions contributions;
    private final int images;
    private final int every;
    private final float[][] kept;
    private final double largest;

    private NumberStory(int number, NumberCourse course, ImageContributions contributions, int images) {
        this.number = number;
        this.course = course;
        this.contributions = contributions;
        this.images = images;
        int steps = contributions.steps();
        every = (int) Math.max(1, (long) (steps + 1) * images * Float.BYTES / KEPT_BYTES + 1);
        kept = new float[steps / every + 1][];
        float[] sums = new float[images];
        for (int step = 0; step <= steps; step++) {
            if (step % every == 0) {
                kept[step / every] = sums.clone();
            }
            if (step < steps) {
                add(sums, step);
            }
        }
        double most = 0;
        for (float sum : sums) {
            most = Math.max(most, Math.abs(sum));
        }
        largest = most;
    }

    /** Reads everything about a number; takes a moment. */
    public static NumberStory read(Dynamics dynamics, int number) {
        return new NumberStory(
                number,
                dynamics.course(number),
                dynamics.contributions(number),
                dynamics.info().images());
    }

    /** Its position among the explained numbers. */
    public int number() {
        return number;
    }

    public NumberCourse course() {
        return course;
    }

    public int steps() {
        return contributions.steps();
    }

    /** The largest magnitude of an image's sum over all steps. */
    public double largest() {
        return largest;
    }

    /** What each training image contributed in the steps before one, {@code [images]}. */
    public float[] until(int step) {
        float[] sums = kept[step / every].clone();
        for (int s = step / every * every; s < step; s++) {
            add(sums, s);
        }
        return sums;
    }

    /** Proponents and opponents among what was seen before a step. */
    public Ranking rankingUntil(int step) {
        return Ranking.of(until(step));
    }

    private void add(float[] sums, int step) {
        int[] batch = contributions.batch(step);
        float[] own = contributions.inStep(step);
        for (int i = 0; i < batch.length; i++) {
            sums[batch[i]] += own[i];
        }
    }

    /** The sum of an image's contributions before each step and at the end, {@code [steps + 1]}. */
    public float[] running(int image) {
        float[] own = contributions.of(image);
        float[] sums = new float[own.length + 1];
        for (int s = 0; s < own.length; s++) {
            sums[s + 1] = sums[s] + own[s];
        }
        return sums;
    }

    /** In which steps an image was in the batch, {@code [steps]}. */
    public boolean[] seen(int image) {
        boolean[] seen = new boolean[steps()];
        for (int s = 0; s < seen.length; s++) {
            for (int other : contributions.batch(s)) {
                seen[s] |= other == image;
            }
        }
        return seen;
    }

    /** The position of each image that contributed anything, in the order of the dataset. */
    public int[] contributors() {
        boolean[] any = new boolean[images];
        for (int s = 0; s < steps(); s++) {
            for (int image : contributions.batch(s)) {
                any[image] = true;
            }
        }
        int[] found = new int[images];
        int count = 0;
        for (int image = 0; image < images; image++) {
            if (any[image]) {
                found[count++] = image;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Contributions of each step by class of the training image, {@code [classes][steps]}. */
    public double[][] byClass(int[] labels, int classes) {
        return contributions.byClass(labels, classes);
    }
}
