/**
 * Architectures that can be trained from scratch, built as layer graphs, and their random starting weights.
 * Whatever has been trained before comes from a file instead, through model.reader.
 */
@NullMarked
package dev.whence.engine.model.zoo;

import org.jspecify.annotations.NullMarked;
