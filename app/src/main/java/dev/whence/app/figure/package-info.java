/**
 * What figures show of explanations, heatmaps, comparisons and trainings: results of the engine turned into the panels
 * that {@code visualization.figure} draws. Window and command line build them here, so that they write the same bytes.
 */
@NullMarked
package dev.whence.app.figure;

import org.jspecify.annotations.NullMarked;
