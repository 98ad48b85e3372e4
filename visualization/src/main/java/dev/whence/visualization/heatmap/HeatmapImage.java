package dev.whence.visualization.heatmap;

import dev.whence.visualization.colormap.ColorMap;
import dev.whence.visualization.colormap.Normalization;

/**
 * Heatmaps as pixels. The scale is symmetric: zero has the map's middle colour whatever the other values are, and a map
 * of zeros is all neutral. Values that are not a number are chequered in greys, which no diverging colour map has, so that
 * nobody takes them for zeros.
 */
public final class HeatmapImage {

    private static final int NEUTRAL = 127;

    private static final int CHEQUER_DARK = 0xff6e6e6e;
    private static final int CHEQUER_LIGHT = 0xffd2d2d2;

    private HeatmapImage() {}

    /**
     * The heatmap alone.
     *
     * @param scale magnitude of the strongest colour, {@code >= 0}
     * @return row-major {@code 0xAARRGGBB}, opaque
     */
    public static int[] opaque(Heatmap heatmap, ColorMap colours, double scale) {
        int[] argb = colours.colour(heatmap.values(), Normalization.symmetric(scale));
        for (int i = 0; i < argb.length; i++) {
            if (Float.isNaN(heatmap.values()[i])) {
                boolean dark = (i % heatmap.width() + i / heatmap.width()) % 2 == 0;
                argb[i] = dark ? CHEQUER_DARK : CHEQUER_LIGHT;
            }
        }
        return argb;
    }

    /**
     * The heatmap with its neutral colour turned into transparency: zero is invisible, and over a surface of the neutral
     * colour the result looks exactly as {@link #opaque}.
     *
     * @return row-major {@code 0xAARRGGBB}, not premultiplied
     */
    public static int[] transparent(Heatmap heatmap, ColorMap colours, double scale) {
        int[] argb = opaque(heatmap, colours, scale);
        int neutral = neutral(colours);
        int zero = 0xff000000 | colours.colour(NEUTRAL);
        for (int i = 0; i < argb.length; i++) {
            if (!Float.isNaN(heatmap.values()[i])) {
                argb[i] = argb[i] == zero ? 0 : withoutNeutral(argb[i], neutral);
            }
        }
        return argb;
    }

    /**
     * The heatmap over its picture. From 0 to 1 the opacity fades the picture towards the neutral colour; the heat has its
     * full strength from one half on. So 0 is the picture alone, 1 the heatmap alone.
     *
     * @param picture row-major opaque pixels {@code [height, width]} of the picture
     * @param width of the picture in pixels
     * @param height of the picture in pixels
     * @param opacity 0 to 1
     * @return the pixels of the larger of both grids; see {@link #overlayWidth}
     */
    public static int[] overlay(
            int[] picture, int width, int height, Heatmap heatmap, ColorMap colours, double scale, double opacity) {
        int columns = Math.max(width, heatmap.width());
        int rows = Math.max(height, heatmap.height());
        int[] heat = transparent(heatmap, colours, scale);
        int neutral = colours.colour(NEUTRAL);
        double strength = Math.min(1, 2 * opacity);
        int[] result = new int[Math.multiplyExact(columns, rows)];
        for (int y = 0; y < rows; y++) {
            int pictureRow = (int) ((2L * y + 1) * height / (2L * rows)) * width;
            int heatRow = (int) ((2L * y + 1) * heatmap.height() / (2L * rows)) * heatmap.width();
            for (int x = 0; x < columns; x++) {
                int below = picture[pictureRow + (int) ((2L * x + 1) * width / (2L * columns))];
                int above = heat[heatRow + (int) ((2L * x + 1) * heatmap.width() / (2L * columns))];
                int faded = mixed(below, neutral, opacity);
                result[y * columns + x] = 0xff000000 | mixed(faded, above, strength * (above >>> 24) / 255.0);
            }
        }
        return result;
    }

    /** Columns of an overlay. */
    public static int overlayWidth(int pictureWidth, Heatmap heatmap) {
        return Math.max(pictureWidth, heatmap.width());
    }

    /** Rows of an overlay. */
    public static int overlayHeight(int pictureHeight, Heatmap heatmap) {
        return Math.max(pictureHeight, heatmap.height());
    }

    /**
     * The middle colour. It lies on one of the two middle entries and the other is a shade off, so the more extreme value
     * of each channel is taken: with the other one, colours beyond it could not be mixed and would cover the picture.
     */
    private static int neutral(ColorMap colours) {
        int neutral = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int below = (colours.colour(NEUTRAL) >> shift) & 0xff;
            int above = (colours.colour(NEUTRAL + 1) >> shift) & 0xff;
            int extreme = Math.abs(2 * below - 255) > Math.abs(2 * above - 255) ? below : above;
            neutral |= extreme << shift;
        }
        return neutral;
    }

    /** The most transparent colour that over the neutral one gives this one. */
    private static int withoutNeutral(int colour, int neutral) {
        double alpha = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int is = (colour >> shift) & 0xff;
            int middle = (neutral >> shift) & 0xff;
            double needed =
                    is > middle ? (is - middle) / (255.0 - middle) : is < middle ? (middle - is) / (double) middle : 0;
            alpha = Math.max(alpha, needed);
        }
        int wholeAlpha = (int) Math.ceil(alpha * 255);
        if (wholeAlpha == 0) {
            return 0;
        }
        int result = wholeAlpha << 24;
        for (int shift = 0; shift <= 16; shift += 8) {
            int is = (colour >> shift) & 0xff;
            int middle = (neutral >> shift) & 0xff;
            long pure = Math.round(middle + (is - middle) * 255.0 / wholeAlpha);
            result |= (int) Math.max(0, Math.min(255, pure)) << shift;
        }
        return result;
    }

    private static int mixed(int from, int to, double share) {
        int result = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int start = (from >> shift) & 0xff;
            int end = (to >> shift) & 0xff;
            result |= (int) Math.round(start + (end - start) * share) << shift;
        }
        return result;
    }
}
