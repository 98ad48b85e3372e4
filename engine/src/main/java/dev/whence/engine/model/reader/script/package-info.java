/**
 * The source text of TorchScript archives: tokens, syntax tree, allow-list and partial evaluation.
 * Whatever depends only on options and shapes is computed; the image's path becomes the graph.
 */
@NullMarked
package dev.whence.engine.model.reader.script;

import org.jspecify.annotations.NullMarked;
