package dev.whence.engine.workspace;

import java.util.List;

/**
 * How alike a network finds sums modulo a number, by what its parameters did for them and by what its layers make of them.
 *
 * @param tests positions of the test inputs, sorted by their sums
 * @param sums {@code a + b} of each
 * @param modulus of the sums
 * @param layers with parameters, in the network's order
 * @param cosines between the parameter kernels of each two, {@code [layers + 1][tests][tests]}; the last of all layers
 * @param activations cosines between what each layer gives, {@code [layers][tests][tests]}
 * @param choices how it was computed, in words
 */
public record SumReport(
        List<Integer> tests,
        int[] sums,
        int modulus,
        List<String> layers,
        List<double[][]> cosines,
        List<double[][]> activations,
        List<String> choices) {

    public SumReport {
        tests = List.copyOf(tests);
        layers = List.copyOf(layers);
        cosines = List.copyOf(cosines);
        activations = List.copyOf(activations);
        choices = List.copyOf(choices);
    }
}
