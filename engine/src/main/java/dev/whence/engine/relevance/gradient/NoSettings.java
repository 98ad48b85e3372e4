package dev.whence.engine.relevance.gradient;

/** Of methods that leave nothing to choose. */
public record NoSettings() {}
