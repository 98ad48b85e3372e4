package dev.whence.engine.job;

import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where an iteration leaves its latest state, so that work which was stopped goes on from there with the same bits as if it
 * had never been. For results that come row by row see {@link RowKeeper}.
 */
public interface StateKeeper {

    /**
     * What an iteration needs to go on.
     *
     * @param step how many steps are finished
     * @param arrays in the order in which they were kept
     */
    record State(long step, List<Tensor> arrays) {

        public State {
            arrays = List.copyOf(arrays);
        }
    }

    /** The latest state of an earlier attempt; null if there is none. */
    @Nullable
    State kept();

    /**
     * Takes the state after a step. Only some of the states are asked for and written, those after the last step always.
     *
     * @param step how many steps are finished
     * @param arrays makes the state; never changed afterwards
     * @throws dev.whence.engine.WorkFailedException if it cannot be written
     */
    void keep(long step, Supplier<List<Tensor>> arrays);

    /** Forgets everything and remembers nothing. */
    static StateKeeper none() {
        return ForgetfulStateKeeper.INSTANCE;
    }
}
