package dev.whence.visualization.figure.page;

import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import java.util.List;

/**
 * A layout tried with smaller pictures, then with smaller letters, until it fits the height of its preset.
 *
 * @param elements the drawing
 * @param heightMm its lower edge
 */
public record FittedPage(List<Element> elements, double heightMm) {

    private static final double SMALLEST_LETTERS_PT = 4;
    private static final double SMALLEST_PICTURES = 0.5;
    private static final double STEP = 0.93;

    /** Draws a page. */
    public interface Layout {
        /**
         * @param fontPt size of running text in points
         * @param pictures the largest a picture may be, relative to what the layout would like
         */
        FittedPage draw(double fontPt, double pictures);
    }

    /** The finished figure; on paper without a given height the first try is it. */
    public static Figure fit(FigurePreset preset, double fontPt, Layout layout) {
        FittedPage page = layout.draw(fontPt, 1);
        double letters = fontPt;
        while (preset.heightMm() > 0 && page.heightMm() > preset.heightMm() && letters > SMALLEST_LETTERS_PT) {
            double pictures = 1;
            while (page.heightMm() > preset.heightMm() && pictures > SMALLEST_PICTURES) {
                pictures *= STEP;
                page = layout.draw(letters, pictures);
            }
            letters *= STEP;
        }
        double height = Math.max(page.heightMm(), preset.heightMm());
        return new Figure(preset.widthMm(), height, Ink.PAPER, page.elements());
    }
}
