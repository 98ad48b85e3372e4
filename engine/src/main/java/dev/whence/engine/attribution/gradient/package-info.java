/**
 * What the methods on parameter gradients share: gradients of many images block by block, which parameters
 * and which number of a test image they are taken of, random projections.
 */
@NullMarked
package dev.whence.engine.attribution.gradient;

import org.jspecify.annotations.NullMarked;
