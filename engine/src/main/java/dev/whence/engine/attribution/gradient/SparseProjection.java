package dev.whence.engine.attribution.gradient;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Tensor;

/**
 * A matrix with one entry, +1 or -1, in each row: as cheap as reading the vector once, and no coordinate is lost (Kane
 * and Nelson 2014 with one entry; Charikar et al. 2002).
 */
final class SparseProjection implements Projection {

    private final Scope scope;
    private final DeviceArray places;
    private final DeviceArray signs;
    private final int width;

    SparseProjection(ExecutionEngine engine, int parameters, int dimensions, long seed) {
        scope = engine.scope();
        width = dimensions;
        long[] chosen = new long[parameters];
        double[] drawn = new double[parameters];
        for (int i = 0; i < parameters; i++) {
            chosen[i] = (long) (SplitMix.uniform(seed, 2L * i) * dimensions);
            drawn[i] = SplitMix.sign(seed, 2L * i + 1);
        }
        places = scope.of(Tensor.of(chosen, parameters));
        signs = scope.of(Tensor.of(drawn, 1, parameters));
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public DeviceArray apply(DeviceArray vectors) {
        return vectors.multiply(signs).gatherInto(places, width);
    }

    @Override
    public void close() {
        scope.close();
    }
}
