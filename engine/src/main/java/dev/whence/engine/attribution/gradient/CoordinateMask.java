package dev.whence.engine.attribution.gradient;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Some coordinates in their own order, times {@code sqrt(parameters / chosen)} so that inner products are kept on average.
 * They are those with the smallest random numbers, so that every choice is equally likely.
 */
final class CoordinateMask implements Projection {

    private final Scope scope;
    private final DeviceArray chosen;
    private final double scale;
    private final int width;

    CoordinateMask(ExecutionEngine engine, int parameters, int dimensions, long seed) {
        scope = engine.scope();
        width = dimensions;
        scale = Math.sqrt((double) parameters / dimensions);
        chosen = scope.of(Tensor.of(smallest(parameters, dimensions, seed), dimensions));
    }

    private static long[] smallest(int parameters, int dimensions, long seed) {
        double[] drawn = new double[parameters];
        for (int i = 0; i < parameters; i++) {
            drawn[i] = SplitMix.uniform(seed, i);
        }
        double[] sorted = drawn.clone();
        Arrays.sort(sorted);
        double limit = sorted[dimensions - 1];
        return IntStream.range(0, parameters)
                .filter(i -> drawn[i] <= limit)
                .limit(dimensions)
                .mapToLong(i -> i)
                .toArray();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public DeviceArray apply(DeviceArray vectors) {
        return vectors.take(1, chosen).multiply(scale);
    }

    @Override
    public void close() {
        scope.close();
    }
}
