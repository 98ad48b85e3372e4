package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.FactoredGradients;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.ParameterLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The maps to choose from. */
final class FeatureMaps {

    private FeatureMaps() {}

    /** One projection of the whole gradient. */
    static FeatureMap whole(ParameterLayout layout, Projection projection) {
        return new FeatureMap() {
            @Override
            public DeviceArray of(List<LayerGradients> gradients) {
                Map<String, DeviceArray> parts = new HashMap<>();
                gradients.forEach(layer -> parts.putAll(layer.rows()));
                LayerGradients first = gradients.get(0);
                DeviceArray any = first.rows().values().iterator().next();
                return projection.apply(layout.join(parts, first.images(), any.scope()));
            }

            @Override
            public void close() {
                projection.close();
            }
        };
    }

    /** The layers' Kronecker-factored projections one after the other. */
    static FeatureMap kronecker(LayerProjections projections) {
        return new FeatureMap() {
            @Override
            public DeviceArray of(List<LayerGradients> gradients) {
                return DeviceArray.concat(1, projections.apply(gradients));
            }

            @Override
            public void close() {
                projections.close();
            }
        };
    }

    /**
     * For each layer {@code sqrt(k) sum over positions of (P_out g) (P_in a)}, entry by entry; layers without factors pass
     * their own projection.
     *
     * @param dimensions k
     */
    static FeatureMap elementwise(LayerProjections.Source source, int dimensions) {
        return new Elementwise(source, dimensions);
    }

    private static final class Elementwise implements FeatureMap {

        private final LayerProjections.Source source;
        private final int dimensions;
        private final Map<Integer, List<Projection>> layers = new HashMap<>();

        Elementwise(LayerProjections.Source source, int dimensions) {
            this.source = source;
            this.dimensions = dimensions;
        }

        @Override
        public synchronized DeviceArray of(List<LayerGradients> gradients) {
            List<DeviceArray> features = new ArrayList<>();
            for (int l = 0; l < gradients.size(); l++) {
                LayerGradients layer = gradients.get(l);
                features.add(
                        layer instanceof FactoredGradients factors && factors.groups() == 1
                                ? product(l, factors)
                                : writtenOut(l, layer));
            }
            return DeviceArray.concat(1, features);
        }

        private DeviceArray product(int l, FactoredGradients layer) {
            DeviceArray entering = layer.extendedInputs();
            int in = entering.shape().dim(3);
            int out = layer.outputSize();
            List<Projection> sides = layers.computeIfAbsent(
                    l,
                    key -> List.of(
                            source.outputs(l, layer.parameters(), out), source.inputs(l, layer.parameters(), in)));
            DeviceArray g = sides.get(0).apply(layer.outputs().reshape(-1, out));
            DeviceArray a = sides.get(1).apply(entering.reshape(-1, in));
            return g.multiply(a)
                    .reshape(layer.images(), layer.positions(), dimensions)
                    .sum(false, 1)
                    .multiply(Math.sqrt(dimensions));
        }

        private DeviceArray writtenOut(int l, LayerGradients layer) {
            DeviceArray rows = DeviceArray.concat(1, List.copyOf(layer.rows().values()));
            return layers.computeIfAbsent(
                            l,
                            key -> List.of(source.whole(
                                    l, layer.parameters(), rows.shape().dim(1))))
                    .get(0)
                    .apply(rows);
        }

        @Override
        public synchronized void close() {
            layers.values().forEach(sides -> sides.forEach(Projection::close));
        }
    }
}
