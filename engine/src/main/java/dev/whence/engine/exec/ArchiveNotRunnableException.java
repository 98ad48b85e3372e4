package dev.whence.engine.exec;

/**
 * libtorch cannot run a TorchScript file, so an imported network cannot be compared with it. An outcome to show, not a
 * failure: the message is one sentence.
 */
public final class ArchiveNotRunnableException extends Exception {

    ArchiveNotRunnableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
