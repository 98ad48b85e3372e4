package dev.whence.app.cli.text;

import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.HeatStyle;

/**
 * How a figure is drawn and where it goes.
 *
 * @param index position of the test image
 * @param k most images on either side, 0 where there are none
 * @param train position of the training image of a pair, -1 where there is none
 * @param fontPt size of running text in points
 * @param dpi pixels per inch
 * @param out name of the file
 */
public record FigureRequest(
        int index, int k, int train, FigurePreset preset, double fontPt, int dpi, HeatStyle style, String out) {}
