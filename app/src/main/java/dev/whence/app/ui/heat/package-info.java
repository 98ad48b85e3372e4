/**
 * Heatmaps in the window: what is asked of the engine, how maps are shown, and the controls that all maps obey.
 * Knows nothing of where on screen the maps stand.
 */
@NullMarked
package dev.whence.app.ui.heat;

import org.jspecify.annotations.NullMarked;
