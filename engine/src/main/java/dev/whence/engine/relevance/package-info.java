/**
 * Which input features a value of the network is made of: the contract of all heatmap methods.
 * Propagation by rules lives in {@code lrp}, methods that only need derivatives or function values in {@code gradient}.
 */
@NullMarked
package dev.whence.engine.relevance;

import org.jspecify.annotations.NullMarked;
