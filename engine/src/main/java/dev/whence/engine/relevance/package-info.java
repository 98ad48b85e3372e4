/**
 * Which input features a value of the network is made of: layer-wise relevance propagation with its rules and
 * composites, and gradient methods.
 * Every layer kind has an explicit rule; nothing is skipped silently.
 */
@NullMarked
package dev.whence.engine.relevance;

import org.jspecify.annotations.NullMarked;
