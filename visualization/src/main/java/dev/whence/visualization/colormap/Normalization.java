package dev.whence.visualization.colormap;

/**
 * Which values get the lowest and the highest colour. Symmetric ones keep zero in the middle, so that it is always
 * neutral and the two signs are comparable.
 *
 * @param low value of the lowest colour
 * @param high value of the highest colour
 */
public record Normalization(double low, double high) {

    private static final int LAST = 255;
    private static final int MIDDLE = 127;

    /**
     * From minus to plus the largest magnitude; values that are no finite number do not count.
     */
    public static Normalization symmetric(float[] values) {
        return symmetric(largestMagnitude(values));
    }

    /**
     * @param magnitude {@code >= 0}, shared by all maps that are to be compared
     */
    public static Normalization symmetric(double magnitude) {
        return new Normalization(-magnitude, magnitude);
    }

    /** From the smallest to the largest finite value. */
    public static Normalization range(float[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            if (Float.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return low > high ? new Normalization(0, 0) : new Normalization(low, high);
    }

    /** The largest absolute finite value, 0 if there is none. */
    public static double largestMagnitude(float[] values) {
        double largest = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return largest;
    }

    /** The palette entry of a value, 0 to 255; the middle one if all values are equal. */
    int index(double value) {
        if (!(high > low)) {
            return MIDDLE;
        }
        double place = (value - low) / (high - low) * LAST;
        return (int) Math.max(0, Math.min(LAST, place));
    }
}
