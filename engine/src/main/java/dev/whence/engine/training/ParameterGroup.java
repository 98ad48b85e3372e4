package dev.whence.engine.training;

import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One named array inside a flat row of values, row-major.
 *
 * @param name of the weight in the network
 * @param offset of its first value in the row
 * @param shape of the weight
 */
public record ParameterGroup(String name, int offset, Shape shape) {

    /** Number of values. */
    public int size() {
        return Math.toIntExact(shape.size());
    }

    /** Where each trainable weight of a network lies in a row of all of them. */
    public static List<ParameterGroup> ofParameters(Network network) {
        return layout(network.parameters());
    }

    /** Where each constant of a network (running statistics, fixed scales) lies in a row of all of them. */
    public static List<ParameterGroup> ofBuffers(Network network) {
        return layout(network.buffers());
    }

    /** Length of the row that the groups fill. */
    public static int rowLength(List<ParameterGroup> groups) {
        return groups.stream().mapToInt(ParameterGroup::size).sum();
    }

    /**
     * Joins named weights to one row of float32.
     *
     * @param weights by name; every group must be there
     */
    public static float[] join(List<ParameterGroup> groups, Map<String, Tensor> weights) {
        float[] row = new float[rowLength(groups)];
        for (ParameterGroup group : groups) {
            Tensor weight = weights.get(group.name());
            if (weight == null || !weight.shape().equals(group.shape())) {
                throw new IllegalArgumentException("no weight " + group.name() + " of shape " + group.shape());
            }
            System.arraycopy(weight.toFloat32().floats(), 0, row, group.offset(), group.size());
        }
        return row;
    }

    /** Takes a row apart into named weights of float32. */
    public static Map<String, Tensor> split(List<ParameterGroup> groups, float[] row) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (ParameterGroup group : groups) {
            float[] values = new float[group.size()];
            System.arraycopy(row, group.offset(), values, 0, values.length);
            weights.put(group.name(), Tensor.of(values, group.shape().toArray()));
        }
        return weights;
    }

    private static List<ParameterGroup> layout(Map<String, Tensor> weights) {
        List<ParameterGroup> groups = new ArrayList<>();
        int offset = 0;
        for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
            ParameterGroup group = new ParameterGroup(
                    weight.getKey(), offset, weight.getValue().shape());
            groups.add(group);
            offset = Math.addExact(offset, group.size());
        }
        return List.copyOf(groups);
    }
}
