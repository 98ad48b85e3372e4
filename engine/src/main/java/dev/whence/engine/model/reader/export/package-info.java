/**
 * Reader of torch.export archives: a graph in JSON with raw weights beside it.
 * Uses the same table of operations as the TorchScript reader.
 */
@NullMarked
package dev.whence.engine.model.reader.export;

import org.jspecify.annotations.NullMarked;
