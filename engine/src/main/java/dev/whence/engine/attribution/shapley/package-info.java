/**
 * Shapley values of training images for a nearest-neighbour classifier, in closed form.
 */
@NullMarked
package dev.whence.engine.attribution.shapley;

import org.jspecify.annotations.NullMarked;
