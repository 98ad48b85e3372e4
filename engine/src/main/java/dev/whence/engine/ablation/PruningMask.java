package dev.whence.engine.ablation;

import dev.whence.engine.attribution.pathkernel.ParameterSet;
import dev.whence.engine.attribution.pathkernel.ParameterSet.Span;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which of a network's parameters are kept; what belongs to no prunable layer is never taken away. */
final class PruningMask {

    private PruningMask() {}

    /**
     * Keeps the parameters with the greatest ranks; of equal ones those that come first.
     *
     * @param places of the parameters to choose among
     * @param rank of every parameter of the network, {@code >= 0}
     * @param share of the places to keep, 0 to 1; the number is rounded
     * @param kept set to whether a place is kept
     */
    static void keep(int[] places, float[] rank, double share, boolean[] kept) {
        long[] keys = new long[places.length];
        for (int i = 0; i < keys.length; i++) {
            // The bits of floats that are not negative are in the order of their values.
            keys[i] = (long) Float.floatToIntBits(rank[places[i]]) << 32 | (Integer.MAX_VALUE - i);
        }
        Arrays.sort(keys);
        int wanted = (int) Math.round(share * places.length);
        for (int i = 0; i < keys.length; i++) {
            int place = places[Integer.MAX_VALUE - (int) keys[i]];
            kept[place] = i >= keys.length - wanted;
        }
    }

    /** The places of some layers. */
    static int[] places(List<ParameterSet> layers) {
        return layers.stream()
                .flatMap(layer -> layer.spans().stream())
                .flatMapToInt(span -> IntStream.range(span.from(), span.to()))
                .toArray();
    }

    /** How much of a layer is taken away, 0 to 1. */
    static double pruned(ParameterSet layer, boolean[] kept) {
        int gone = 0;
        for (Span span : layer.spans()) {
            for (int i = span.from(); i < span.to(); i++) {
                gone += kept[i] ? 0 : 1;
            }
        }
        return (double) gone / layer.size();
    }

    /** Numbers without an order, for choosing any. */
    static float[] random(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] ranks = new float[size];
        for (int i = 0; i < size; i++) {
            ranks[i] = (float) random.nextDouble();
        }
        return ranks;
    }

    /** The parameters with zeros for those that are not kept. */
    static float[] applied(float[] parameters, boolean[] kept) {
        float[] pruned = parameters.clone();
        for (int i = 0; i < pruned.length; i++) {
            if (!kept[i]) {
                pruned[i] = 0;
            }
        }
        return pruned;
    }
}
