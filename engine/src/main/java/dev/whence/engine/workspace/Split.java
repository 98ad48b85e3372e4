package dev.whence.engine.workspace;

/** The two roles images play. */
public enum Split {
    TRAIN,
    TEST
}
