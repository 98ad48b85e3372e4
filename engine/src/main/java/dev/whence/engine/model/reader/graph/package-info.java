/**
 * The table of tensor operations shared by all front ends, and the builder that turns calls into layers.
 * Every operation states its arguments, its shape rule and the layer it becomes.
 */
@NullMarked
package dev.whence.engine.model.reader.graph;

import org.jspecify.annotations.NullMarked;
