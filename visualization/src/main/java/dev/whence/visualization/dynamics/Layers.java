package dev.whence.visualization.dynamics;

import dev.whence.engine.BadInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters put together by the layer they belong to: {@code conv1.weight} and {@code conv1.bias} are {@code conv1}.
 *
 * @param names of the layers, in the network's order
 * @param layerOf layer of each parameter
 */
public record Layers(List<String> names, List<Integer> layerOf) {

    public Layers {
        names = List.copyOf(names);
        layerOf = List.copyOf(layerOf);
    }

    public static Layers of(List<String> parameters) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<Integer> layerOf = new ArrayList<>();
        for (String parameter : parameters) {
            int dot = parameter.lastIndexOf('.');
            String layer = dot > 0 ? parameter.substring(0, dot) : parameter;
            numbers.putIfAbsent(layer, numbers.size());
            layerOf.add(numbers.get(layer));
        }
        return new Layers(List.copyOf(numbers.keySet()), layerOf);
    }

    public int size() {
        return names.size();
    }

    /**
     * The place of a layer by name; one past the last for all together, whose name is empty.
     *
     * @throws BadInputException if there is none of that name
     */
    public int indexOf(String name) {
        return indexOf(names, name);
    }

    /**
     * The place of a layer by name; one past the last for all together, whose name is empty.
     *
     * @throws BadInputException if there is none of that name
     */
    public static int indexOf(List<String> names, String name) {
        int found = name.isEmpty() ? names.size() : names.indexOf(name);
        if (found < 0) {
            throw new BadInputException(
                    "There is no layer '" + name + "' with parameters; give one of " + String.join(", ", names) + ".");
        }
        return found;
    }

    /** What a place is called in titles, one past the last too. */
    static String words(List<String> names, int layer) {
        return layer == names.size() ? "all layers" : names.get(layer);
    }

    /**
     * Numbers by step and parameter, summed by layer.
     *
     * @param byParameter {@code [steps][parameters]}
     * @return {@code [layers][steps]}
     */
    public double[][] sums(double[][] byParameter) {
        double[][] sums = new double[size()][byParameter.length];
        for (int s = 0; s < byParameter.length; s++) {
            for (int p = 0; p < layerOf.size(); p++) {
                sums[layerOf.get(p)][s] += byParameter[s][p];
            }
        }
        return sums;
    }
}
