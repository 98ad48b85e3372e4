package dev.whence.app.ui.dynamics;

import java.util.function.IntConsumer;

/**
 * Where else in the window links of this view lead.
 *
 * @param select selects a test image in the gallery
 * @param train goes where networks are trained
 * @param layers goes to the list of the network's layers
 */
public record Elsewhere(IntConsumer select, Runnable train, Runnable layers) {}
