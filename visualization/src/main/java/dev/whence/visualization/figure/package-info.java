/**
 * The immutable model of a figure: elements placed in millimetres on a page of a preset, with the fonts that measure
 * them. Nothing here needs a window, a display or a font of the machine.
 */
@NullMarked
package dev.whence.visualization.figure;

import org.jspecify.annotations.NullMarked;
