package dev.whence.engine.job;

/** The work was stopped because somebody asked for it. Not an error; the command line exits with 130. */
public final class CancelledException extends RuntimeException {

    public CancelledException() {
        super("Cancelled.");
    }
}
