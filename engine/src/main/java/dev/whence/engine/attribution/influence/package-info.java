/**
 * Influence functions: what the model would answer if a training image weighed a little more.
 * Conjugate gradients, DataInf and EK-FAC as ways to the inverse curvature.
 */
@NullMarked
package dev.whence.engine.attribution.influence;

import org.jspecify.annotations.NullMarked;
