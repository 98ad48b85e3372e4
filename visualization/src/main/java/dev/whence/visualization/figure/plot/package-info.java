/**
 * Layouts of plots: curves, bars, strips, planes and matrices over the steps of a training.
 */
@NullMarked
package dev.whence.visualization.figure.plot;

import org.jspecify.annotations.NullMarked;
