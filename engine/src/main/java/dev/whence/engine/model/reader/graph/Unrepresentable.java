package dev.whence.engine.model.reader.graph;

/**
 * A value that depends on the image but has no place in a layer graph. Harmless while nobody uses it.
 *
 * @param reason completes the sentence "... of the image's values"
 */
public record Unrepresentable(String reason) {}
