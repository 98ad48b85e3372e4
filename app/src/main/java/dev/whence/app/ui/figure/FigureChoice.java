package dev.whence.app.ui.figure;

import dev.whence.visualization.figure.FigurePreset;

/**
 * What the dialog asks for.
 *
 * @param fontPt size of running text in points
 * @param dpi pixels per inch
 * @param <K> what a figure may show
 */
public record FigureChoice<K>(K kind, FigurePreset preset, double fontPt, int dpi) {}
