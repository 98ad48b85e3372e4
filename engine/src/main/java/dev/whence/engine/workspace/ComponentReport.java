package dev.whence.engine.workspace;

import java.util.List;

/**
 * What the parts of a network did for some test images, by the path kernel of single parameters.
 *
 * @param tests positions of the test images
 * @param layers names, in the network's order
 * @param parameters number of parameters of each layer
 * @param importance sum of magnitudes over test images, outputs and parameters, by layer
 * @param channels likewise, of each channel (unit) of each layer
 * @param cosines between the test images' vectors of parameters, {@code [layers + 1][tests][tests]}; the last one of all
 *     layers together
 * @param choices how it was computed, in words
 */
public record ComponentReport(
        List<Integer> tests,
        List<String> layers,
        List<Integer> parameters,
        double[] importance,
        List<double[]> channels,
        List<double[][]> cosines,
        List<String> choices) {

    public ComponentReport {
        tests = List.copyOf(tests);
        layers = List.copyOf(layers);
        parameters = List.copyOf(parameters);
        channels = List.copyOf(channels);
        cosines = List.copyOf(cosines);
        choices = List.copyOf(choices);
    }
}
