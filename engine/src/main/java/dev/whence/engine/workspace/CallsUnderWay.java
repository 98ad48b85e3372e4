package dev.whence.engine.workspace;

import dev.whence.engine.job.CancelledException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts the calls that use a workspace, so that what they need is freed after the last of them. Thread-safe. */
final class CallsUnderWay {

    private int count;
    private boolean ended;
    private @Nullable Runnable afterwards;

    /**
     * Runs a call, which may make others.
     *
     * @throws CancelledException if the workspace was closed before: nobody waits for the answer
     */
    <T> T during(Supplier<T> call) {
        begin();
        try {
            return call.get();
        } finally {
            over();
        }
    }

    /** Takes no more calls, and frees what they need as soon as none is under way. Only the first time counts. */
    void end(Runnable free) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            if (count > 0) {
                afterwards = free;
                return;
            }
        }
        free.run();
    }

    private synchronized void begin() {
        // A call within a call goes on, or its end would never come.
        if (ended && count == 0) {
            throw new CancelledException();
        }
        count++;
    }

    private void over() {
        Runnable free;
        synchronized (this) {
            count--;
            free = count == 0 ? afterwards : null;
        }
        if (free != null) {
            free.run();
        }
    }
}
