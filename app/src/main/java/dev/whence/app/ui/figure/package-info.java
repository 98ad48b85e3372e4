/**
 * Figures for paper: choosing one and seeing it before it is written, and going back from a written one to its view.
 * The drawing itself is that of the command line.
 */
@NullMarked
package dev.whence.app.ui.figure;

import org.jspecify.annotations.NullMarked;
