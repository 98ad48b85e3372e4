package dev.whence.engine.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Positions in the order of some values. */
public final class Ranks {

    private Ranks() {}

    /**
     * The rank of each value, 1 for the smallest; equal values share the mean of their ranks. NaN ranks above all numbers.
     */
    public static double[] average(float[] values) {
        return average(values, order(values));
    }

    /** @param order what {@link #order} says of the values */
    static double[] average(float[] values, int[] order) {
        int n = values.length;
        double[] ranks = new double[n];
        for (int from = 0; from < n; ) {
            int to = from + 1;
            // == rather than compare, so that the two zeros are equal
            while (to < n && values[order[to]] == values[order[from]]) {
                to++;
            }
            double shared = (from + 1 + to) / 2.0;
            for (int k = from; k < to; k++) {
                ranks[order[k]] = shared;
            }
            from = to;
        }
        return ranks;
    }

    /** Positions by growing value; equal ones in their own order. */
    static int[] order(float[] values) {
        long[] keys = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            // adding zero makes the negative zero the positive one
            int bits = Float.floatToIntBits(values[i] + 0.0f);
            int sortable = bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
            keys[i] = ((long) sortable << 32) | i;
        }
        Arrays.sort(keys);
        return IntStream.range(0, keys.length).map(k -> (int) keys[k]).toArray();
    }
}
