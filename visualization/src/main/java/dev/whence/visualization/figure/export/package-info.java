/**
 * Surfaces that draw one figure alike on screen, as PNG, SVG and PDF, and the provenance kept inside the files.
 */
@NullMarked
package dev.whence.visualization.figure.export;

import org.jspecify.annotations.NullMarked;
