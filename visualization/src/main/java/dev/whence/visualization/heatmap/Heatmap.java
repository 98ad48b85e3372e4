package dev.whence.visualization.heatmap;

import dev.whence.visualization.colormap.Normalization;

/**
 * Relevance per pixel, colour channels already added up.
 *
 * @param width in pixels, {@code >= 1}
 * @param height in pixels, {@code >= 1}
 * @param values row-major {@code [height, width]}, positive where a pixel speaks for what is explained; NaN where
 *     undefined; shared, not to be written to
 */
public record Heatmap(int width, int height, float[] values) {

    public Heatmap {
        if (width < 1 || values.length != (long) width * height) {
            throw new IllegalArgumentException(values.length + " values for " + width + " x " + height);
        }
    }

    /**
     * Adds up the channels of a relevance map in the network's own shape.
     *
     * @param relevance {@code [channels, height, width]}, row-major
     */
    public static Heatmap overChannels(float[] relevance, int channels, int height, int width) {
        if (relevance.length != (long) channels * height * width) {
            throw new IllegalArgumentException(
                    relevance.length + " values for " + channels + " x " + height + " x " + width);
        }
        int pixels = height * width;
        float[] sums = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += relevance[channel * pixels + i];
            }
            sums[i] = (float) sum;
        }
        return new Heatmap(width, height, sums);
    }

    /** The largest absolute finite value, 0 if there is none. */
    public double largestMagnitude() {
        return Normalization.largestMagnitude(values);
    }

    /** Whether every value is a number. */
    public boolean isDefined() {
        for (float value : values) {
            if (Float.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    /** The sum of all values that are numbers. */
    public double sum() {
        double sum = 0;
        for (float value : values) {
            sum += Float.isNaN(value) ? 0 : value;
        }
        return sum;
    }
}
