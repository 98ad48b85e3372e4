package dev.whence.engine.attribution;

import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** A method prepared on one training set: prepare once, query many. Thread-safe. */
public interface Attributor {

    /**
     * Scores every training image for each of the given test images.
     *
     * @param tests the images to explain
     * @param targets the class explained for each of them
     * @return scores {@code [tests, train]}, in float32
     */
    Tensor attribute(Representations tests, Targets targets, Progress progress);

    /** The score of each training image for itself and its own label, {@code [train]}, float32. */
    Tensor selfInfluence(Progress progress);

    /** Arrays that belong to the method, by the names of the command line's output file. */
    Map<String, Tensor> extras();

    /** How the preparation ended, in words and numbers, for the provenance card; in display order. */
    Map<String, String> facts();

    /**
     * Everything that {@link AttributionMethod#restore} needs besides the task and the settings to rebuild this attributor
     * without preparing it again, by array name, in the precision of the preparation.
     */
    Map<String, Tensor> state();
}
