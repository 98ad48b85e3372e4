package dev.whence.app.task;

import dev.whence.engine.job.Progress;

/**
 * What a task does, away from the UI thread.
 *
 * @param <T> what it yields
 */
@FunctionalInterface
public interface Work<T> {

    /**
     * @throws dev.whence.engine.WhenceException with a sentence for the user
     * @throws dev.whence.engine.job.CancelledException soon after the progress says so
     */
    T run(Progress progress);
}
