/**
 * Figures: an immutable model in millimetres, layouts that build it, and surfaces that draw the same model on screen, as
 * PNG, SVG and PDF. Nothing here needs a window, a display or a font of the machine.
 */
@NullMarked
package dev.whence.visualization.figure;

import org.jspecify.annotations.NullMarked;
