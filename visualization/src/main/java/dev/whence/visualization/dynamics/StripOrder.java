package dev.whence.visualization.dynamics;

import dev.whence.engine.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** How the strips of the training images are sorted. */
public enum StripOrder {
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

    /** As it is written on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The order of that name.
     *
     * @throws BadInputException if there is none
     */
    public static StripOrder byId(String id) {
        return Arrays.stream(values())
                .filter(order -> order.id().equals(id.strip()))
                .findFirst()
                .orElseThrow(() -> new BadInputException("There is no order '" + id + "'; give one of "
                        + Arrays.stream(values()).map(StripOrder::id).collect(Collectors.joining(", ")) + "."));
    }

    @Override
    public String toString() {
        return title;
    }

    /** Whether the order is another one at each step. */
    public boolean followsStep() {
        return this == STRONGEST_NOW;
    }

    /**
     * The images that contributed anything.
     *
     * @param label class of an image
     */
    public List<Integer> sorted(NumberStory number, int step, IntUnaryOperator label) {
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
