package dev.whence.app.task;

import dev.whence.engine.WhenceException;
import dev.whence.engine.job.CancelledException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One piece of work on its way through a lane. Thread-safe. */
public final class BackgroundTask<T> {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTask.class);

    private final TaskRequest<T> request;
    private final Runnable changed;
    private final TaskProgress progress = new TaskProgress();
    private volatile TaskStatus status = TaskStatus.WAITING;
    private volatile long startedNanos;
    private volatile long finishedNanos;
    private volatile @Nullable T result;
    private volatile @Nullable String failure;

    BackgroundTask(TaskRequest<T> request, Runnable changed) {
        this.request = request;
        this.changed = changed;
    }

    public String title() {
        return request.title();
    }

    /** The queue it goes through. */
    public Lane lane() {
        return request.lane();
    }

    public TaskStatus status() {
        return status;
    }

    /** One sentence for the user, present once the task has failed. */
    public @Nullable String failure() {
        return failure;
    }

    /** Whether there is a result that can be brought back into view. */
    public boolean canShow() {
        return status == TaskStatus.DONE && request.onShow() != null;
    }

    /** Brings the result back into view; call it on the UI thread. */
    public void show() {
        Runnable action = request.onShow();
        if (action != null && canShow()) {
            action.run();
        }
    }

    public TaskSnapshot snapshot() {
        return progress.snapshot(this);
    }

    /** How long it ran so far, or took; zero while waiting. */
    public Duration elapsed() {
        if (startedNanos == 0) {
            return Duration.ZERO;
        }
        return Duration.ofNanos((finishedNanos == 0 ? System.nanoTime() : finishedNanos) - startedNanos);
    }

    /**
     * Asks for an end. A waiting task is cancelled at once, a running one when its work notices; its result is dropped
     * in any case. Does nothing to a finished task.
     */
    public void cancel() {
        progress.cancel();
        if (move(TaskStatus.WAITING, TaskStatus.CANCELLED)) {
            changed.run();
        }
    }

    TaskRequest<T> request() {
        return request;
    }

    /** Runs the work on the calling thread, unless the task was cancelled before. */
    void run() {
        if (!move(TaskStatus.WAITING, TaskStatus.RUNNING)) {
            return;
        }
        startedNanos = System.nanoTime();
        changed.run();
        TaskStatus end = perform();
        finishedNanos = System.nanoTime();
        if (!move(TaskStatus.RUNNING, end)) {
            throw new IllegalStateException("a running task was finished by somebody else");
        }
        changed.run();
    }

    /** Calls the callback that belongs to the state; on the UI executor, after the task is finished. */
    void deliver() {
        T value = result;
        String sentence = failure;
        if (status() == TaskStatus.DONE && value != null) {
            request.onDone().accept(value);
        } else if (status() == TaskStatus.FAILED && sentence != null) {
            request.onFailed().accept(sentence);
        } else {
            request.onCancelled().run();
        }
    }

    /** The boundary at which any failure of background work becomes a sentence. */
    @SuppressWarnings("CatchingUnchecked")
    private TaskStatus perform() {
        try {
            result = request.work().run(progress);
            return progress.isCancelled() ? TaskStatus.CANCELLED : TaskStatus.DONE;
        } catch (CancelledException e) {
            return TaskStatus.CANCELLED;
        } catch (WhenceException e) {
            LOG.info("{} stopped: {}", title(), e.getMessage());
            failure = String.valueOf(e.getMessage());
        } catch (OutOfMemoryError e) {
            LOG.error("{} ran out of memory", title(), e);
            failure = "There was not enough memory for '" + title()
                    + "'; close other programs, or start Whence with more memory (JAVA_OPTS=-Xmx4g).";
        } catch (Exception | LinkageError | AssertionError e) {
            LOG.error("{} failed", title(), e);
            failure = "'" + title() + "' stopped unexpectedly (" + describe(e)
                    + "); try again, and please report it with the log if it happens again.";
        }
        return progress.isCancelled() ? TaskStatus.CANCELLED : TaskStatus.FAILED;
    }

    private static String describe(Throwable e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }

    /** Changes the state if it is still the expected one; the only place that writes it. */
    private synchronized boolean move(TaskStatus from, TaskStatus to) {
        if (!from.mayBecome(to)) {
            throw new IllegalStateException("a task cannot go from " + from + " to " + to);
        }
        if (status != from) {
            return false;
        }
        status = to;
        return true;
    }
}
