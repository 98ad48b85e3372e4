/**
 * Influence functions on small random images of each layer's gradient: LoGra, FactGraSS and the general form.
 * The projections themselves are in {@code gradient}; here is the Fisher matrix of each layer and the scores.
 */
@NullMarked
package dev.whence.engine.attribution.projected;

import org.jspecify.annotations.NullMarked;
