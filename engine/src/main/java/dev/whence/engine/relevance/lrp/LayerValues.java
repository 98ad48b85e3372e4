package dev.whence.engine.relevance.lrp;

import dev.whence.engine.exec.DeviceArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the forward pass leaves for the way down: each layer's value, and the sums that its rule made the value of. */
final class LayerValues {

    private final Map<Integer, DeviceArray> values = new HashMap<>();
    private final Map<Integer, List<DeviceArray>> sums = new HashMap<>();

    void put(int node, DeviceArray value, List<DeviceArray> itsSums) {
        values.put(node, value);
        sums.put(node, itsSums);
    }

    DeviceArray value(int node) {
        DeviceArray value = values.get(node);
        if (value == null) {
            throw new IllegalStateException("the value of node " + node + " was freed too early");
        }
        return value;
    }

    /** See {@link WeightedRules#sums}; empty for layers of other kinds. */
    List<DeviceArray> sums(int node) {
        return sums.getOrDefault(node, List.of());
    }

    /** Forgets a node; the memory goes with the scope. */
    void remove(int node) {
        values.remove(node);
        sums.remove(node);
    }
}
