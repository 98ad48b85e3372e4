package dev.whence.engine.exec;

import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each of some parameters of a network stands in one long vector: one after the other, each row-major. */
public final class ParameterLayout {

    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    /** @param names in the order of the vector's entries */
    public ParameterLayout(Network network, List<String> names) {
        names.forEach(name -> shapes.put(name, network.tensor(name).shape()));
    }

    /** All parameters of a network, in its own order. */
    public static ParameterLayout ofAll(Network network) {
        return new ParameterLayout(network, List.copyOf(network.parameters().keySet()));
    }

    public List<String> names() {
        return List.copyOf(shapes.keySet());
    }

    /** Length of a vector. */
    public int size() {
        return Math.toIntExact(shapes.values().stream().mapToLong(Shape::size).sum());
    }

    /**
     * Cuts vectors into parameters.
     *
     * @param vectors {@code [m, size]}
     * @return {@code [m, values]} by name
     */
    public Map<String, DeviceArray> split(DeviceArray vectors) {
        if (vectors.shape().rank() != 2 || vectors.shape().dim(1) != size()) {
            throw new IllegalArgumentException("vectors of " + vectors.shape() + " for " + size() + " values each");
        }
        Map<String, DeviceArray> parts = new LinkedHashMap<>();
        int from = 0;
        for (Map.Entry<String, Shape> parameter : shapes.entrySet()) {
            int to = from + Math.toIntExact(parameter.getValue().size());
            parts.put(parameter.getKey(), vectors.slice(1, from, to));
            from = to;
        }
        return parts;
    }

    /**
     * The parameters that one vector holds, each in its shape.
     *
     * @param vector {@code [size]}
     */
    public Map<String, DeviceArray> weights(DeviceArray vector) {
        Map<String, DeviceArray> weights = new LinkedHashMap<>();
        Map<String, DeviceArray> parts = split(vector.reshape(1, -1));
        shapes.forEach((name, shape) -> weights.put(name, part(parts, name).reshape(shape.toArray())));
        return weights;
    }

    /**
     * Puts vectors together from parameters; the inverse of {@link #split}.
     *
     * @param parts {@code [m, values]} by name; a parameter that is missing counts as zero
     * @param m number of vectors
     */
    public DeviceArray join(Map<String, DeviceArray> parts, int m, Scope scope) {
        List<DeviceArray> columns = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            DeviceArray part = parts.get(name);
            columns.add(part == null ? scope.full(0, m, Math.toIntExact(shape.size())) : part);
        });
        return DeviceArray.concat(1, columns);
    }

    private static DeviceArray part(Map<String, DeviceArray> parts, String name) {
        DeviceArray found = parts.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no values for " + name);
        }
        return found;
    }
}
