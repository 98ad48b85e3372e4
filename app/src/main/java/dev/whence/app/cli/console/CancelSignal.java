package dev.whence.app.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The wish to stop, raised by Ctrl-C. The virtual machine's shutdown is held up until the running command has cleaned
 * up, so that nothing half-written stays behind.
 */
public final class CancelSignal {

    private static final long SECONDS_TO_CLEAN_UP = 10;

    private final AtomicBoolean raised = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);

    /** A signal that is raised when the virtual machine is asked to end (Ctrl-C, {@code kill}). */
    public static CancelSignal onShutdown() {
        CancelSignal signal = new CancelSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::raiseAndWait, "cancel-command"));
        return signal;
    }

    /** Asks the running command to stop. */
    public void raise() {
        raised.set(true);
    }

    public boolean isRaised() {
        return raised.get();
    }

    /** Says that the command has ended and cleaned up. */
    public void finished() {
        finished.countDown();
    }

    private void raiseAndWait() {
        raise();
        try {
            if (!finished.await(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS)) {
                // Nothing more can be done: artifacts are written aside and moved, so none is half-written.
                finished.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
