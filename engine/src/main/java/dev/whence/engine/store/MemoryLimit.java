package dev.whence.engine.store;

import dev.whence.engine.BadInputException;

/** Refuses arrays that cannot fit before any memory is asked for. */
final class MemoryLimit {

    private MemoryLimit() {}

    /**
     * @param bytes about to be allocated for one array
     * @param what names it at the start of a sentence
     * @throws BadInputException if that is beyond Java's array length or three quarters of the heap
     */
    static void check(long bytes, String what) {
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap / 4 * 3 || bytes / 8 > Integer.MAX_VALUE - 16) {
            throw new BadInputException(what + " needs " + (bytes >> 20) + " MB of memory but only " + (heap >> 20)
                    + " MB may be used; give the program more with -Xmx or take a smaller file.");
        }
    }
}
