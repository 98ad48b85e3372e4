/**
 * DualDA: the decision as a sparse kernel machine on the features of the final layer.
 * Contains the Crammer-Singer dual solver and the attribution method built on it.
 */
@NullMarked
package dev.whence.engine.attribution.dual;

import org.jspecify.annotations.NullMarked;
