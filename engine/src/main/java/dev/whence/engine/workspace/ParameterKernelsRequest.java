package dev.whence.engine.workspace;

import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Images whose parameter kernels are wanted. In the result the test images come first, then the training images.
 *
 * @param tests positions among the readable test images
 * @param trains positions among the readable training images
 * @param importance whether the importance of every parameter for the test images is wanted too, which takes as many times
 *     longer as there are classes
 * @param options how
 * @param checkpoints how many of the stored states to use; 0 for all
 */
public record ParameterKernelsRequest(
        int[] tests, int[] trains, boolean importance, PathKernelOptions options, int checkpoints) {

    public ParameterKernelsRequest {
        tests = tests.clone();
        trains = trains.clone();
    }

    /** Everything about the request that changes the result, in one line. */
    String words() {
        return String.join(
                "; ",
                "parameter kernels of tests " + positions(tests),
                "training images " + positions(trains),
                importance ? "with importance" : "vectors only",
                String.join(", ", options.words()),
                "checkpoints " + checkpoints);
    }

    private static String positions(int[] images) {
        return Arrays.stream(images).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }
}
