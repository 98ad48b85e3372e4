package dev.whence.engine;

/** What the user gave (file, shape, option) cannot be used. The command line exits with 2. */
public final class BadInputException extends WhenceException {

    public BadInputException(String sentence) {
        super(sentence, null);
    }

    public BadInputException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
