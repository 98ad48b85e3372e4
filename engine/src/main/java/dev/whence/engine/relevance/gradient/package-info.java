/**
 * Heatmaps from derivatives and function values alone: gradient, input times gradient, integrated, smoothed and expected
 * gradients, occlusion, X-Gradient.
 * All work on batches and on any network that can be executed.
 */
@NullMarked
package dev.whence.engine.relevance.gradient;

import org.jspecify.annotations.NullMarked;
