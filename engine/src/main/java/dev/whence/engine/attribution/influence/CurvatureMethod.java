package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.ParameterSelection;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A way to invert the curvature of the training loss. */
interface CurvatureMethod {

    /** Prepares at one checkpoint. */
    InverseCurvature fit(Checkpoint at, Progress progress);

    /**
     * The same from what was stored.
     *
     * @param state what {@link InverseCurvature#state} gave
     */
    InverseCurvature restore(Checkpoint at, Map<String, Tensor> state);

    /**
     * The parameters that take part, in the order of a gradient's entries.
     *
     * @param text what the user wrote
     * @throws dev.whence.engine.BadInputException if a name fits nothing or the method has no curvature for any
     */
    default List<String> parameters(String text, AttributionTask task, Network network) {
        return ParameterSelection.parse(text, network);
    }
}
