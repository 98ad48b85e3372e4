package dev.whence.engine;

import org.jspecify.annotations.Nullable;

/**
 * A failure with a message for the person in front of the program: one sentence that says what went wrong, where, and
 * what to do about it.
 */
public abstract sealed class WhenceException extends RuntimeException permits BadInputException, WorkFailedException {

    WhenceException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence shown to the user. */
    public final String sentence() {
        return String.valueOf(getMessage());
    }
}
