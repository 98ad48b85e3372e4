/**
 * Layer-wise relevance propagation on the layer graph: rules, composites, the backward pass, pairs of images (XDA).
 * Every layer kind has an explicit rule; nothing is skipped silently.
 */
@NullMarked
package dev.whence.engine.relevance.lrp;

import org.jspecify.annotations.NullMarked;
