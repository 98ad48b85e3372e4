package dev.whence.visualization.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A matrix of signed numbers, drawn as colours of their sign. Rows and columns belong to named bands.
 *
 * @param values by row and column; shared, not to be written to
 * @param largest magnitude that has the strongest colour, {@code > 0}
 * @param scaling from a number to the strength of its colour
 * @param words what is drawn, for screen readers and titles
 * @param unit of the values
 */
public record MatrixPlot(
        float[][] values,
        double largest,
        Scaling scaling,
        List<Band> rows,
        List<Band> columns,
        String words,
        String unit) {

    /** So far below the largest magnitude the logarithm goes over into a straight line through zero. */
    private static final double FLOOR = 1e-4;

    private static final int FOR = 0xb2182b;
    private static final int FOR_DARK = 0xff8a80;
    private static final int AGAINST = 0x1f5fa8;
    private static final int AGAINST_DARK = 0x7ab8ff;

    /** How strong a colour is. */
    public enum Scaling {
        /** In proportion to the number. */
        LINEAR,
        /** In proportion to the logarithm of its magnitude, so that small numbers are seen beside large ones. */
        SIGNED_LOGARITHM
    }

    /**
     * Neighbouring rows or columns with a common name.
     *
     * @param to one past the last
     */
    public record Band(String name, int from, int to) {

        /**
         * The bands of neighbours that belong to the same.
         *
         * @param owners of the rows or columns, in order
         * @param name of an owner
         */
        public static <T> List<Band> of(List<T> owners, Function<T, String> name) {
            List<Band> bands = new ArrayList<>();
            int from = 0;
            for (int i = 1; i <= owners.size(); i++) {
                if (i == owners.size() || !owners.get(i).equals(owners.get(from))) {
                    bands.add(new Band(name.apply(owners.get(from)), from, i));
                    from = i;
                }
            }
            return bands;
        }
    }

    public MatrixPlot {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /** A value's place between the strongest colours, -1 to 1. */
    public double share(double value) {
        double size = Math.min(1, Math.abs(value) / largest);
        double strength = switch (scaling) {
            case LINEAR -> size;
            case SIGNED_LOGARITHM -> Math.log1p(size / FLOOR) / Math.log1p(1 / FLOOR);
        };
        return value < 0 ? -strength : strength;
    }

    /**
     * A part of a matrix, in shares of its width and height: 0 is the left or upper edge.
     *
     * @param width above 0
     * @param height above 0
     */
    public record Part(double left, double top, double width, double height) {

        /** Everything. */
        public static final Part WHOLE = new Part(0, 0, 1, 1);
    }

    /**
     * The picture with a given number of pixels; where cells are smaller than pixels, their mean.
     *
     * @param dark whether the colours are those of a dark window
     * @return row-major {@code 0xAARRGGBB}, the stronger the more opaque
     */
    public int[] argb(int columns, int rows, boolean dark) {
        return argb(Part.WHOLE, columns, rows, dark);
    }

    /** The same of a part. */
    public int[] argb(Part part, int columns, int rows, boolean dark) {
        int[] argb = new int[columns * rows];
        int high = values.length;
        int wide = high == 0 ? 0 : values[0].length;
        for (int y = 0; y < rows; y++) {
            int top = cell(part.top(), part.height(), y, rows, high);
            int bottom = Math.max(top + 1, cell(part.top(), part.height(), y + 1, rows, high));
            for (int x = 0; x < columns; x++) {
                int from = cell(part.left(), part.width(), x, columns, wide);
                int to = Math.max(from + 1, cell(part.left(), part.width(), x + 1, columns, wide));
                argb[y * columns + x] = colour(mean(top, Math.min(high, bottom), from, Math.min(wide, to)), dark);
            }
        }
        return argb;
    }

    /** Which of some cells a pixel begins in. */
    private static int cell(double start, double share, int pixel, int pixels, int cells) {
        double at = start * cells + share * cells * pixel / pixels;
        return (int) Math.min(pixel < pixels ? cells - 1.0 : cells, Math.max(0, Math.floor(at)));
    }

    private double mean(int top, int bottom, int from, int to) {
        double sum = 0;
        for (int row = top; row < bottom; row++) {
            for (int i = from; i < to; i++) {
                sum += values[row][i];
            }
        }
        return sum / (bottom - top) / (to - from);
    }

    private int colour(double value, boolean dark) {
        double share = share(value);
        int alpha = (int) Math.round(255 * Math.abs(share));
        return alpha << 24 | hue(share < 0, dark);
    }

    /** The full colour of a sign, {@code 0xRRGGBB}. */
    public static int hue(boolean negative, boolean dark) {
        return negative ? dark ? AGAINST_DARK : AGAINST : dark ? FOR_DARK : FOR;
    }
}
