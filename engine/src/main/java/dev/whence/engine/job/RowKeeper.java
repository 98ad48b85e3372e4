package dev.whence.engine.job;

import dev.whence.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Where a long pass leaves the rows that it has finished, so that work which was stopped goes on where it was, and whoever
 * waits can look at them early.
 */
public interface RowKeeper {

    /** What an earlier attempt finished, {@code [rows, width]} from the first row on without a gap; null if nothing. */
    @Nullable
    Tensor kept();

    /**
     * Takes rows that follow those kept before.
     *
     * @param from position of the first of them
     * @param rows {@code [rows, width]}, never changed afterwards
     * @throws dev.whence.engine.WorkFailedException if they cannot be written
     */
    void keep(int from, Tensor rows);

    /** Forgets everything and remembers nothing. */
    static RowKeeper none() {
        return ForgetfulKeeper.INSTANCE;
    }
}
