/**
 * A classifier as an immutable graph of typed operations.
 * Sealed operations make every consumer (execution, relevance, reports) handle each layer kind.
 */
@NullMarked
package dev.whence.engine.model;

import org.jspecify.annotations.NullMarked;
