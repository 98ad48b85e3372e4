package dev.whence.engine.exec;

/** The floating point width in which a network runs. */
public enum Precision {
    FLOAT32,
    FLOAT64
}
