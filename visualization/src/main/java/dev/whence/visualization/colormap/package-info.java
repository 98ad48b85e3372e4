/**
 * Colour maps: how numbers become colours. Palettes of 256 colours, the language they are written in, and the ways of
 * normalising values so that zero is always neutral.
 */
@NullMarked
package dev.whence.visualization.colormap;

import org.jspecify.annotations.NullMarked;
