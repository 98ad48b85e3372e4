package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.List;

/** Receives the steps of a sweep, the last one first. */
interface StepSink {

    void accept(StepParts step);

    /** What it has gathered, if that is not on disk; never changed afterwards. */
    default List<Tensor> state() {
        return List.of();
    }

    /**
     * Goes on from such a state.
     *
     * @param finished how many steps had arrived
     * @return false if what the state is about is not there any more; then everything arrives anew
     */
    default boolean restore(int finished, List<Tensor> state, Progress progress) {
        return true;
    }
}
