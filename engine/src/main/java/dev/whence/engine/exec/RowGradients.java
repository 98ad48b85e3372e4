package dev.whence.engine.exec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradients written out, for layers whose parameters act element by element and for those whose factors would be larger.
 *
 * @param rows {@code [n, values]} by parameter name
 */
public record RowGradients(Map<String, DeviceArray> rows) implements LayerGradients {

    public RowGradients {
        rows = new LinkedHashMap<>(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no parameters");
        }
    }

    @Override
    public List<String> parameters() {
        return List.copyOf(rows.keySet());
    }

    @Override
    public int images() {
        return rows.values().iterator().next().shape().dim(0);
    }

    @Override
    public DeviceArray products(LayerGradients others) {
        return along(others.rows());
    }

    @Override
    public DeviceArray along(Map<String, DeviceArray> directions) {
        DeviceArray sum = null;
        for (Map.Entry<String, DeviceArray> own : rows.entrySet()) {
            DeviceArray other = directions.get(own.getKey());
            if (other == null) {
                throw new IllegalArgumentException("no direction for " + own.getKey());
            }
            DeviceArray part = own.getValue().matmul(other.transpose(0, 1));
            sum = sum == null ? part : sum.add(part);
        }
        if (sum == null) {
            throw new IllegalStateException("no parameters");
        }
        return sum;
    }

    @Override
    public Map<String, DeviceArray> weighted(DeviceArray weights) {
        DeviceArray columns = weights.transpose(0, 1);
        Map<String, DeviceArray> sums = new LinkedHashMap<>();
        rows.forEach((name, own) -> sums.put(name, columns.matmul(own)));
        return sums;
    }

    @Override
    public DeviceArray squaredNorms() {
        DeviceArray sum = null;
        for (DeviceArray own : rows.values()) {
            DeviceArray part = own.square().sum(false, 1);
            sum = sum == null ? part : sum.add(part);
        }
        if (sum == null) {
            throw new IllegalStateException("no parameters");
        }
        return sum;
    }

    @Override
    public LayerGradients compact() {
        return this;
    }

    @Override
    public LayerGradients keptIn(Scope scope) {
        Map<String, DeviceArray> kept = new LinkedHashMap<>(rows);
        kept.replaceAll((name, block) -> scope.keep(block));
        return new RowGradients(kept);
    }
}
