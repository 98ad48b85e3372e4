package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** What is needed of a training to follow it backwards. Steps are numbered from 0. */
interface RecordedSteps {

    int steps();

    /** Weights and running statistics before a step, by name; the network's own for the rest. */
    Map<String, Tensor> weights(int step);

    /** The training images of a step, by position. */
    int[] batch(int step);

    /** The class that each training image was trained on, by position. */
    int[] labels();

    double learningRate(int step);

    /** The passage over the training images that a step belongs to, from 0. */
    int epoch(int step);

    /**
     * The images of a step as training saw them.
     *
     * @param images network input of the step's batch, {@code [n, c, h, w]}
     */
    Tensor seen(int step, Tensor images);
}
