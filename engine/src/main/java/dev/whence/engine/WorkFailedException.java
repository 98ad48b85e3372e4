package dev.whence.engine;

/** The input was fine but the work could not be finished (full disk, numerics, memory). The command line exits with 1. */
public final class WorkFailedException extends WhenceException {

    public WorkFailedException(String sentence) {
        super(sentence, null);
    }

    public WorkFailedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
