package dev.whence.engine.random;

/**
 * The splitmix64 generator (Steele, Lea and Flood 2014) as a function of seed and position: the same numbers in whatever
 * order, on however many threads, they are asked for.
 */
public final class SplitMix {

    private SplitMix() {}

    /** Output number {@code position + 1} of the generator started at the seed. */
    public static long bits(long seed, long position) {
        long z = seed + (position + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** +1 or -1, by the topmost bit. */
    public static int sign(long seed, long position) {
        return bits(seed, position) < 0 ? 1 : -1;
    }

    /** Uniform between 0 (excluded) and 1. */
    public static double uniform(long seed, long position) {
        return ((bits(seed, position) >>> 11) + 0.5) * 0x1.0p-53;
    }

    /** Standard normal, by Box and Muller from two outputs. */
    public static double normal(long seed, long position) {
        double radius = Math.sqrt(-2 * Math.log(uniform(seed, 2 * position)));
        return radius * Math.cos(2 * Math.PI * uniform(seed, 2 * position + 1));
    }

    /** A whole number from 0 to {@code bound - 1}; its bias is below {@code bound / 2^53}. */
    public static int below(int bound, long seed, long position) {
        return Math.min(bound - 1, (int) (uniform(seed, position) * bound));
    }

    /** The seed of a stream of its own: what is drawn from it has nothing to do with other streams. */
    public static long stream(long seed, long number) {
        return bits(bits(seed, number) ^ 0x5851F42D4C957F2DL, number);
    }

    /**
     * The numbers 0 to {@code size - 1} in random order, by Fisher and Yates.
     *
     * @param seed of this order alone
     */
    public static int[] permutation(int size, long seed) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int other = below(i + 1, seed, i);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        return order;
    }
}
