package dev.whence.engine.training;

import java.util.List;
import java.util.Optional;

/**
 * How a network came to its parameters. There are {@code N} steps, numbered from 0; state {@code s} is the network before
 * step {@code s}, state {@code N} the trained one. Batches and learning rates of every step are there; of the states
 * some may be missing. Thread-safe.
 */
public interface TrainingHistory extends AutoCloseable {

    TrainingDescription description();

    /** Number of steps, {@code N}. */
    int steps();

    /** Where each trainable weight lies in a row of parameters, in the model's order. */
    List<ParameterGroup> groups();

    /** Where each constant that training changes (running statistics) lies in a row of {@link #buffers}; often empty. */
    List<ParameterGroup> bufferGroups();

    /** The class of each training image as it was trained on, planted errors included; {@code [images]}. */
    int[] labels();

    /** The numbers of the states that are stored, ascending, starting with 0; all of {@code 0..N} in a full history. */
    int[] states();

    /**
     * All parameters of a state.
     *
     * @param state one of {@link #states}
     * @return {@code [parameterCount]}, a copy
     * @throws IllegalArgumentException if that state is not stored
     * @throws dev.whence.engine.BadInputException if what is stored has been altered, naming the file
     */
    float[] parameters(int state);

    /** The optimiser's running mean of squared gradients in a state, if it keeps one and it was stored. */
    Optional<float[]> secondMoment(int state);

    /** The constants of a state that training changes, {@code [sum of bufferGroups]}. */
    float[] buffers(int state);

    /**
     * The training images of a step.
     *
     * @param step {@code 0..N-1}
     * @return positions among the training images, in the order of the batch
     */
    int[] batch(int step);

    /** What {@linkplain Augmentation augmentation} did to each image of a batch; empty if nothing was ever done. */
    int[] augmentationChoices(int step);

    double learningRate(int step);

    double weightDecay(int step);

    /** Mean cross-entropy of the batch before the step; NaN if not known. */
    double loss(int step);

    /** Share of the batch that was decided rightly before the step; NaN if not known. */
    double accuracy(int step);

    /** Number of trainable values. */
    default int parameterCount() {
        return ParameterGroup.rowLength(groups());
    }

    @Override
    void close();
}
