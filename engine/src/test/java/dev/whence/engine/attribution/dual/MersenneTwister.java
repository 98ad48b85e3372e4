package dev.whence.engine.attribution.dual;

/** The 32-bit Mersenne Twister of Matsumoto and Nishimura (1998) with unbiased ranges by Lemire's multiplication. */
final class MersenneTwister {

    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** The next word, unsigned. */
    long word() {
        if (next == SIZE) {
            refill();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        y ^= y >>> 18;
        return y & 0xffffffffL;
    }

    private void refill() {
        for (int i = 0; i < SIZE; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
            state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }

    int below(int range) {
        long product = word() * range;
        long low = product & 0xffffffffL;
        if (low < range) {
            long threshold = ((1L << 32) - range) % range;
            while (low < threshold) {
                product = word() * range;
                low = product & 0xffffffffL;
            }
        }
        return (int) (product >>> 32);
    }
}
