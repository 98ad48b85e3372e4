package dev.whence.app.ui.dynamics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** How the strips of the training images are sorted. */
enum StripOrder {
    STRONGEST("strongest in the end"),
    STRONGEST_NOW("strongest at this step"),
    FOR("most in favour"),
    AGAINST("most against"),
    CLASS("by class"),
    DATASET("as in the data");

    private final String title;

    StripOrder(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }

    /** Whether the order is another one at each step. */
    boolean followsStep() {
        return this == STRONGEST_NOW;
    }

    /**
     * The images that contributed anything.
     *
     * @param label class of an image
     */
    List<Integer> sorted(NumberStory number, int step, IntUnaryOperator label) {
        float[] sums = number.until(followsStep() ? step : number.steps());
        List<Integer> images = new ArrayList<>();
        for (int image : number.contributors()) {
            images.add(image);
        }
        Comparator<Integer> strongest = Comparator.comparingDouble(image -> -Math.abs(sums[image]));
        switch (this) {
            case STRONGEST, STRONGEST_NOW -> images.sort(strongest);
            case FOR -> images.sort(Comparator.comparingDouble(image -> -sums[image]));
            case AGAINST -> images.sort(Comparator.comparingDouble(image -> sums[image]));
            case CLASS ->
                images.sort(Comparator.comparingInt((Integer image) -> label.applyAsInt(image))
                        .thenComparing(strongest));
            case DATASET -> {
                // They are in that order.
            }
        }
        return images;
    }
}
