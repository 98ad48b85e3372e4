/**
 * Data value embedding: what a step on a training image has left of itself at the end of a recorded training.
 * Histories come from {@code engine.training}; here they are followed backwards.
 */
@NullMarked
package dev.whence.engine.attribution.dvemb;

import org.jspecify.annotations.NullMarked;
