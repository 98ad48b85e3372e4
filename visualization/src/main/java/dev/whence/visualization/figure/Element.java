package dev.whence.visualization.figure;

import java.util.List;

/** One thing on a figure. Lengths are millimetres, colours {@code 0xRRGGBB}, all opaque unless said otherwise. */
public sealed interface Element {

    /** Which part of a text its position names. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** The two weights of the figure font. */
    enum Weight {
        REGULAR,
        BOLD
    }

    /** How a raster's pixels fill its box. */
    enum Sampling {
        /** Every pixel is a rectangle. */
        NEAREST,
        /** Interpolated. */
        SMOOTH
    }

    /**
     * @param left left edge
     * @param top upper edge
     * @param width {@code >= 0}
     * @param height {@code >= 0}
     */
    record Box(double left, double top, double width, double height) {

        public double right() {
            return left + width;
        }

        public double bottom() {
            return top + height;
        }

        public double centreX() {
            return left + width / 2;
        }
    }

    /**
     * One line of text.
     *
     * @param x where the anchor is
     * @param baseline y of the baseline
     * @param sizePt size in points
     */
    record Text(String text, double x, double baseline, double sizePt, Weight weight, Anchor anchor, int colour)
            implements Element {}

    /**
     * An image stretched over a box.
     *
     * @param columns pixels per row
     * @param rows rows of pixels
     * @param argb row-major {@code 0xAARRGGBB}; shared, not to be written to
     * @param description what the image shows, in words
     */
    record Raster(Box box, int columns, int rows, int[] argb, Sampling sampling, String description)
            implements Element {

        public Raster {
            if (argb.length != (long) columns * rows || argb.length == 0) {
                throw new IllegalArgumentException(argb.length + " pixels for " + columns + " x " + rows);
            }
        }
    }

    /** A filled rectangle. */
    record Area(Box box, int colour) implements Element {}

    /**
     * A rectangle's outline, drawn outside of its box so that it never covers a picture in the same box.
     *
     * @param thickness of the line
     */
    record Frame(Box box, double thickness, int colour) implements Element {}

    /** A straight line with flat ends. */
    record Line(double fromX, double fromY, double toX, double toY, double thickness, int colour) implements Element {}

    /**
     * A horizontal arrow with a head at {@code toX}; its shaft runs evenly from one colour to the other.
     *
     * @param y of its middle
     * @param thickness of the shaft; the head is three times as high
     */
    record Arrow(double fromX, double toX, double y, double thickness, int fromColour, int toColour)
            implements Element {}

    /**
     * A box filled with evenly spaced colours, from left to right or from top to bottom, without steps.
     *
     * @param colours at least two
     */
    record Gradient(Box box, List<Integer> colours, boolean vertical) implements Element {

        public Gradient {
            colours = List.copyOf(colours);
            if (colours.size() < 2) {
                throw new IllegalArgumentException("a gradient needs two colours");
            }
        }
    }
}
