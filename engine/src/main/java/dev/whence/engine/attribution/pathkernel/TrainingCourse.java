package dev.whence.engine.attribution.pathkernel;

/**
 * What happened in training, whatever is explained.
 *
 * @param batches training images of each step, {@code [steps][batch]}
 * @param labels class of each training image as trained on, -1 where it was never seen
 * @param learningRate of each step
 * @param loss mean loss of each step's batch, NaN where unknown
 * @param accuracy of each step's batch, 0 to 1, NaN where unknown
 * @param parameterNorms norm of each parameter before each step and at the end, {@code [groups][steps + 1]}
 * @param updateError by how much each update put together from the batches misses the recorded one, relative to its norm:
 *     what the history itself leaves unexplained, 1e-6 in an exact one
 * @param points at which gradients were averaged in each step, the most among the explained numbers
 */
public record TrainingCourse(
        int[][] batches,
        int[] labels,
        double[] learningRate,
        double[] loss,
        double[] accuracy,
        double[][] parameterNorms,
        double[] updateError,
        int[] points) {}
