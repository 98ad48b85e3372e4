package dev.whence.engine.attribution.gradient;

/**
 * The splitmix64 generator (Steele, Lea and Flood 2014) as a function of seed and position: the same numbers in whatever
 * order, on however many threads, they are asked for.
 */
final class SplitMix {

    private SplitMix() {}

    /** Output number {@code position + 1} of the generator started at the seed. */
    static long bits(long seed, long position) {
        long z = seed + (position + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** +1 or -1, by the topmost bit. */
    static int sign(long seed, long position) {
        return bits(seed, position) < 0 ? 1 : -1;
    }

    /** Uniform between 0 (excluded) and 1. */
    static double uniform(long seed, long position) {
        return ((bits(seed, position) >>> 11) + 0.5) * 0x1.0p-53;
    }

    /** Standard normal, by Box and Muller from two outputs. */
    static double normal(long seed, long position) {
        double radius = Math.sqrt(-2 * Math.log(uniform(seed, 2 * position)));
        return radius * Math.cos(2 * Math.PI * uniform(seed, 2 * position + 1));
    }
}
