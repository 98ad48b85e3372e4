package dev.whence.app.ui.figure;

import dev.whence.visualization.figure.FigurePreset;

/**
 * What the dialog asks for.
 *
 * @param fontPt size of running text in points
 * @param dpi pixels per inch
 */
record FigureChoice(FigureKind kind, FigurePreset preset, double fontPt, int dpi) {}
