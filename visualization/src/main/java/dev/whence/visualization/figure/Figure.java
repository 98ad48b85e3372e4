package dev.whence.visualization.figure;

import java.util.List;

/**
 * A finished drawing, the same on every surface. The origin is the upper left corner, y grows downwards.
 *
 * @param widthMm width in millimetres
 * @param heightMm height in millimetres
 * @param background {@code 0xRRGGBB}
 * @param elements drawn in this order, later ones above
 */
public record Figure(double widthMm, double heightMm, int background, List<Element> elements) {

    /** Millimetres of one typographic point. */
    public static final double MM_PER_PT = 25.4 / 72;

    public Figure {
        if (!(widthMm > 0) || !(heightMm > 0)) {
            throw new IllegalArgumentException("figure of " + widthMm + " mm x " + heightMm + " mm");
        }
        elements = List.copyOf(elements);
    }
}
