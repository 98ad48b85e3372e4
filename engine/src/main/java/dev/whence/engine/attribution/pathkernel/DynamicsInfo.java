package dev.whence.engine.attribution.pathkernel;

import java.util.List;

/**
 * What a result is about.
 *
 * @param steps number of updates
 * @param images number of training images
 * @param outputs the explained numbers
 * @param groups names of the parameters, in the network's order
 * @param classNames by class
 * @param choices how it was computed, in words; approximations are named among them
 */
public record DynamicsInfo(
        int steps,
        int images,
        ExplainedOutputs outputs,
        List<String> groups,
        List<String> classNames,
        List<String> choices) {
    public DynamicsInfo {
        groups = List.copyOf(groups);
        classNames = List.copyOf(classNames);
        choices = List.copyOf(choices);
    }
}
