package dev.whence.engine.attribution.pathkernel;

import java.util.List;

/**
 * What a result is about.
 *
 * @param images number of images with a vector each
 * @param weighed how many of them, the first ones, count for the importance; 0 if it was not asked for
 * @param parameters length of a vector: all parameters of the network in its order, each row-major
 * @param choices how it was computed, in words; approximations are named among them
 */
public record ParameterKernelsInfo(int images, int weighed, int parameters, List<String> choices) {
    public ParameterKernelsInfo {
        choices = List.copyOf(choices);
    }
}
