package dev.whence.engine.job;

import java.util.function.BooleanSupplier;

/**
 * Receives the progress of one piece of work and carries the wish to cancel it.
 *
 * <p>Work calls {@link #checkCancelled()} at least several times a second (between batches, between sweeps).
 * Implementations must be safe to call from any thread.
 */
public interface Progress {

    /**
     * A new stage begins.
     *
     * @param title what is being done, for example {@code "Features of the training images"}
     */
    void stage(String title);

    /**
     * Reports how far the current stage is.
     *
     * @param done units finished so far
     * @param total units in all, or a value {@code <= 0} if unknown
     * @param unit what is counted, in the plural, for example {@code "images"}
     */
    void update(long done, long total, String unit);

    /** A short remark on the current stage, for example {@code "gap 3.1e-5"}. */
    void note(String text);

    /** Whether the work should stop as soon as possible. */
    boolean isCancelled();

    /**
     * Stops the work if that is wished.
     *
     * @throws CancelledException if {@link #isCancelled()}
     */
    default void checkCancelled() {
        if (isCancelled()) {
            throw new CancelledException();
        }
    }

    /**
     * Where a long pass of this work keeps its finished rows; by default nowhere.
     *
     * @param pass its name within the work, of letters, digits and underscores
     * @param count how many rows it has in all
     */
    default RowKeeper rows(String pass, int count) {
        return RowKeeper.none();
    }

    /**
     * Where a long iteration of this work keeps its latest state; by default nowhere.
     *
     * @param iteration its name within the work, of letters, digits and underscores, and no name of a pass
     * @param steps how many it has in all
     */
    default StateKeeper state(String iteration, long steps) {
        return StateKeeper.none();
    }

    /** A listener that ignores everything and never cancels. */
    static Progress none() {
        return SilentProgress.NEVER_CANCELLED;
    }

    /**
     * A listener that ignores everything and cancels when told.
     *
     * @param cancelled asked at each look, from any thread
     */
    static Progress silent(BooleanSupplier cancelled) {
        return new SilentProgress(cancelled);
    }
}
