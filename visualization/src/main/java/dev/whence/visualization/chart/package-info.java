/**
 * Charts as JavaFX controls: the distribution of scores and the probabilities of the classes. They show sign by colour
 * and by side, and say in words what they draw.
 */
@NullMarked
package dev.whence.visualization.chart;

import org.jspecify.annotations.NullMarked;
