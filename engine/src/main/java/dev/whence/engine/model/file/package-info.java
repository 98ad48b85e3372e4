/**
 * Networks as files of our own: network.json with the layers beside model.safetensors with the weights.
 * Both are written whole or not at all; reading files of other programs belongs to model.reader.
 */
@NullMarked
package dev.whence.engine.model.file;

import org.jspecify.annotations.NullMarked;
