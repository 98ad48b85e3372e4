package dev.whence.engine.exec;

import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each of some parameters of a network stands in one long vector: one after the other, each row-major. */
public final class ParameterLayout {

    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final int size;

    /** @param names in the order of the vector's entries */
    public ParameterLayout(Network network, List<String> names) {
        names.forEach(name -> shapes.put(name, network.tensor(name).shape()));
        size = Math.toIntExact(shapes.values().stream().mapToLong(Shape::size).sum());
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
        return size;
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
        return cut(vectors, false);
    }

    /**
     * The parameters that one vector holds, each in its shape.
     *
     * @param vector {@code [size]}
     */
    public Map<String, DeviceArray> weights(DeviceArray vector) {
        if (vector.shape().rank() != 1 || vector.shape().dim(0) != size()) {
            throw new IllegalArgumentException("a vector of " + vector.shape() + " for " + size() + " values");
        }
        return cut(vector, true);
    }

    /** Everything in one call, because each call costs as much as the arithmetic of a small layer. */
    private Map<String, DeviceArray> cut(DeviceArray vectors, boolean shaped) {
        if (shapes.isEmpty()) {
            return new LinkedHashMap<>();
        }
        int axis = shaped ? 0 : 1;
        StringBuilder body = new StringBuilder("return [");
        int from = 0;
        for (Shape shape : shapes.values()) {
            int to = from + Math.toIntExact(shape.size());
            String part = "torch.slice(x0, " + axis + ", " + from + ", " + to + ")";
            body.append(from == 0 ? "" : ", ")
                    .append(shaped ? "torch.reshape(" + part + ", annotate(List[int], " + sizes(shape) + "))" : part);
            from = to;
        }
        KernelSource source =
                new KernelSource(1, "List[Tensor]", body.append(']').toString());
        List<DeviceArray> parts = vectors.scope().engine().kernels().get(source).callForAll(vectors);
        Map<String, DeviceArray> byName = new LinkedHashMap<>();
        int at = 0;
        for (String name : shapes.keySet()) {
            byName.put(name, parts.get(at++));
        }
        return byName;
    }

    /**
     * Inner products of vectors, each parameter for itself.
     *
     * @param ours {@code [n, size]}
     * @param theirs {@code [m, size]}
     * @return {@code [n, m, parameters]}
     */
    public DeviceArray innerProducts(DeviceArray ours, DeviceArray theirs) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (Shape shape : shapes.values()) {
            String span = ", 1, " + from + ", " + (from + Math.toIntExact(shape.size())) + ")";
            parts.add("torch.matmul(torch.slice(x0" + span + ", torch.transpose(torch.slice(x1" + span + ", 0, 1))");
            from += Math.toIntExact(shape.size());
        }
        KernelSource source = KernelSource.expression(2, "torch.stack([" + String.join(", ", parts) + "], 2)");
        return Scope.youngest(ours, theirs).engine().kernels().get(source).call(ours, theirs);
    }

    private static String sizes(Shape shape) {
        return Arrays.toString(shape.toArray());
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
}
