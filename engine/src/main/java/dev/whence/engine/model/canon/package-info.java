/**
 * Rewritings of a network that leave its function unchanged or change it in a stated way.
 * Batch normalisation merging for relevance propagation; removal of biases for X-DNNs.
 * Each gives a new immutable network.
 */
@NullMarked
package dev.whence.engine.model.canon;

import org.jspecify.annotations.NullMarked;
