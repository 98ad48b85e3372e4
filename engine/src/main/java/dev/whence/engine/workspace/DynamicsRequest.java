package dev.whence.engine.workspace;

import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be explained by a training history.
 *
 * @param tests positions among the readable test images
 * @param target the number explained of each; absent for the outputs of all classes
 * @param options how
 * @param checkpoints how many of the stored states to use; 0 for all
 */
public record DynamicsRequest(int[] tests, @Nullable Target target, PathKernelOptions options, int checkpoints) {

    public DynamicsRequest {
        tests = tests.clone();
    }

    /** All classes of one test image, exactly. */
    public static DynamicsRequest of(int test) {
        return new DynamicsRequest(new int[] {test}, null, PathKernelOptions.standard(), 0);
    }

    /** Everything about the request that changes the result, in one line. */
    String words() {
        String positions = Arrays.stream(tests).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return String.join(
                "; ",
                "tests " + positions,
                "target " + (target == null ? "all" : target.format()),
                String.join(", ", options.words()),
                "checkpoints " + checkpoints);
    }
}
