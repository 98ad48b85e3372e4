package dev.whence.engine.store;

import dev.whence.engine.job.RowKeeper;
import dev.whence.engine.job.StateKeeper;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The finished rows and latest states of one result that is not whole yet, in files that appear whole or not at all. A process that is killed
 * loses what it did since the last file. Thread-safe, also among processes that work on the same result.
 */
public final class UnfinishedWork {

    /** Between two files of one pass: little enough to lose, and rare enough to cost nothing. */
    static final Duration PACE = Duration.ofMillis(500);

    private final @Nullable Path folder;
    private final Duration pace;

    /** @param folder of this result only; null keeps nothing */
    UnfinishedWork(@Nullable Path folder) {
        this(folder, PACE);
    }

    UnfinishedWork(@Nullable Path folder, Duration pace) {
        this.folder = folder;
        this.pace = pace;
    }

    /**
     * The rows of one pass.
     *
     * @param pass of letters, digits and underscores
     * @param count rows in all
     */
    public RowKeeper rows(String pass, int count) {
        return folder == null ? RowKeeper.none() : new RowFiles(folder.resolve(checked(pass)), count, pace);
    }

    /**
     * The latest state of one iteration.
     *
     * @param iteration of letters, digits and underscores
     * @param steps in all
     */
    public StateKeeper state(String iteration, long steps) {
        return folder == null ? StateKeeper.none() : new StateFile(folder.resolve(checked(iteration)), steps, pace);
    }

    private static String checked(String name) {
        if (!name.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException("name '" + name + "'");
        }
        return name;
    }

    /** Removes everything: the result is whole, or of no use. */
    public void discard() {
        if (folder != null) {
            Leftovers.delete(folder);
        }
    }
}
