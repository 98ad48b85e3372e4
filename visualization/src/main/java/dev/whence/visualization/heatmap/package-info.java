/**
 * Heatmaps: relevance per pixel, the scale that makes several of them comparable, and how they become colours, alone or
 * over their picture. Neither screen nor paper: both use what is here.
 */
@NullMarked
package dev.whence.visualization.heatmap;

import org.jspecify.annotations.NullMarked;
