package dev.whence.engine.exec;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the C library hands out memory for arrays. glibc gives freed memory back to the system once more than a threshold of
 * it lies idle, and raises the threshold as it sees larger arrays go. Passes over small batches stay below the sizes that
 * would raise it, so the memory of every array would be mapped, zeroed and unmapped again in each pass. It starts here with
 * the thresholds it would reach by itself.
 */
final class HostAllocator {

    private static final Logger LOG = LoggerFactory.getLogger(HostAllocator.class);

    /** Names of the settings in glibc's malloc.h. */
    private static final int TRIM_THRESHOLD = -1;

    private static final int MMAP_THRESHOLD = -3;

    /** The largest that glibc accepts on 64 bit, and what its own adjustment ends with. */
    private static final int LARGEST_MMAP_THRESHOLD = 32 << 20;

    private HostAllocator() {}

    /** Sets the thresholds, unless the user has or the C library is another one. */
    static void keepFreedMemory() {
        boolean linux = System.getProperty("os.name", "").startsWith("Linux");
        if (!linux
                || System.getenv("MALLOC_TRIM_THRESHOLD_") != null
                || System.getenv("MALLOC_MMAP_THRESHOLD_") != null) {
            return;
        }
        try {
            Function set = NativeLibrary.getProcess().getFunction("mallopt");
            set.invokeInt(new Object[] {MMAP_THRESHOLD, LARGEST_MMAP_THRESHOLD});
            set.invokeInt(new Object[] {TRIM_THRESHOLD, 2 * LARGEST_MMAP_THRESHOLD});
        } catch (LinkageError e) {
            // The documented boundary to native code: without the function everything works, only slower.
            LOG.debug("the C library's thresholds stay as they are", e);
        }
    }
}
