package dev.whence.engine.attribution.gradient;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.FactoredGradients;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.random.SplitMix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Projects each layer's gradient by itself. A gradient in factors, {@code sum over positions of g a^T}, becomes {@code sum
 * of (P_out g)(P_in a)^T}, the Kronecker-factored projection, without being written out; then a third projection may follow.
 * Gradients that come written out pass one projection of the same size. A side is left whole where it is not longer than its
 * projection.
 */
public final class LayerProjections implements AutoCloseable {

    /**
     * Makes the projections of one layer.
     *
     * @see #drawn
     */
    public interface Source {

        /**
         * @param layer position in the list of layers
         * @param parameters of the layer
         * @param width length of the gradient at the layer's result
         */
        Projection outputs(int layer, List<String> parameters, int width);

        /** @param width length of the layer's input, with the 1 for the bias */
        Projection inputs(int layer, List<String> parameters, int width);

        /** @param width length of the flattened product, output by output */
        Projection after(int layer, List<String> parameters, int width);

        /** @param width length of a gradient that comes written out */
        Projection whole(int layer, List<String> parameters, int width);
    }

    /**
     * How random projections are drawn.
     *
     * @param sides of the factors
     * @param side dimensions kept on each side
     * @param after of the flattened product
     * @param dimensions kept in the end
     */
    public record Plan(Projection.Kind sides, int side, Projection.Kind after, int dimensions) {}

    /** The three projections of one layer, made when its sizes are first seen. */
    private record OfLayer(Projection outputs, Projection inputs, Projection after) {}

    private final Source source;
    private final Map<Integer, OfLayer> factored = new LinkedHashMap<>();
    private final Map<Integer, Projection> whole = new LinkedHashMap<>();

    public LayerProjections(Source source) {
        this.source = source;
    }

    /** Random projections that follow from the plan, the seed and the position of the layer alone. */
    public static Source drawn(ExecutionEngine engine, Plan plan, long seed) {
        return new Source() {
            @Override
            public Projection outputs(int layer, List<String> parameters, int width) {
                return reduced(engine, plan.sides(), width, plan.side(), stream(seed, layer, 0));
            }

            @Override
            public Projection inputs(int layer, List<String> parameters, int width) {
                return reduced(engine, plan.sides(), width, plan.side(), stream(seed, layer, 1));
            }

            @Override
            public Projection after(int layer, List<String> parameters, int width) {
                return reduced(engine, plan.after(), width, plan.dimensions(), stream(seed, layer, 2));
            }

            @Override
            public Projection whole(int layer, List<String> parameters, int width) {
                return plan.after() == Projection.Kind.NONE
                        ? reduced(engine, plan.sides(), width, plan.side() * plan.side(), stream(seed, layer, 2))
                        : after(layer, parameters, width);
            }
        };
    }

    /** Random projections to so many dimensions everywhere, longer than what they project or not. */
    public static Source full(ExecutionEngine engine, Projection.Kind kind, int dimensions, long seed) {
        return new Source() {
            @Override
            public Projection outputs(int layer, List<String> parameters, int width) {
                return Projection.of(engine, kind, width, dimensions, stream(seed, layer, 0));
            }

            @Override
            public Projection inputs(int layer, List<String> parameters, int width) {
                return Projection.of(engine, kind, width, dimensions, stream(seed, layer, 1));
            }

            @Override
            public Projection after(int layer, List<String> parameters, int width) {
                return whole(layer, parameters, width);
            }

            @Override
            public Projection whole(int layer, List<String> parameters, int width) {
                return Projection.of(engine, kind, width, dimensions, stream(seed, layer, 2));
            }
        };
    }

    private static long stream(long seed, int layer, int role) {
        return SplitMix.stream(seed, 3L * layer + role);
    }

    private static Projection reduced(
            ExecutionEngine engine, Projection.Kind kind, int width, int dimensions, long seed) {
        return Projection.of(engine, width <= dimensions ? Projection.Kind.NONE : kind, width, dimensions, seed);
    }

    /**
     * @param layers gradients of one batch, the same layers on every call
     * @return for each layer {@code [n, its dimensions]}, in the scope of the gradients
     */
    public synchronized List<DeviceArray> apply(List<LayerGradients> layers) {
        List<DeviceArray> features = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            LayerGradients layer = layers.get(l);
            features.add(
                    layer instanceof FactoredGradients factors && factors.groups() == 1
                            ? product(l, factors)
                            : writtenOut(l, layer));
        }
        return features;
    }

    /** Dimensions of each layer, known once gradients were projected. */
    public synchronized int[] widths() {
        int[] widths = new int[factored.size() + whole.size()];
        factored.forEach((l, layer) -> widths[l] = layer.after.width());
        whole.forEach((l, projection) -> widths[l] = projection.width());
        return widths;
    }

    private DeviceArray product(int l, FactoredGradients layer) {
        DeviceArray entering = layer.extendedInputs();
        int in = entering.shape().dim(3);
        OfLayer projections = factored.computeIfAbsent(l, key -> {
            Projection outputs = source.outputs(l, layer.parameters(), layer.outputSize());
            Projection inputs = source.inputs(l, layer.parameters(), in);
            Projection after = source.after(l, layer.parameters(), outputs.width() * inputs.width());
            return new OfLayer(outputs, inputs, after);
        });
        int n = layer.images();
        int s = layer.positions();
        DeviceArray g = projections.outputs.apply(layer.outputs().reshape(n * s, layer.outputSize()));
        DeviceArray a = projections.inputs.apply(entering.reshape(n * s, in));
        int rows = projections.outputs.width();
        int columns = projections.inputs.width();
        DeviceArray product = g.reshape(n, s, rows)
                .transpose(1, 2)
                .matmul(a.reshape(n, s, columns))
                .reshape(n, rows * columns);
        return projections.after.apply(product);
    }

    private DeviceArray writtenOut(int l, LayerGradients layer) {
        DeviceArray rows = DeviceArray.concat(1, List.copyOf(layer.rows().values()));
        int width = rows.shape().dim(1);
        return whole.computeIfAbsent(l, key -> source.whole(l, layer.parameters(), width))
                .apply(rows);
    }

    @Override
    public synchronized void close() {
        factored.values().forEach(layer -> {
            layer.outputs.close();
            layer.inputs.close();
            layer.after.close();
        });
        whole.values().forEach(Projection::close);
    }
}
