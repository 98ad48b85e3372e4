package dev.whence.engine.exec;

/**
 * Where and how to compute.
 *
 * @param device {@code auto}, {@code cpu} or {@code gpu:N}
 * @param precision width of all floating point work
 * @param threads intra-operation threads, at least 1
 */
public record ExecutionSettings(String device, Precision precision, int threads) {

    /** Beyond so many, the short operations of small networks lose more by waiting for each other than they gain. */
    private static final int MOST_USUAL_THREADS = 4;

    /** As many threads as {@code -Dwhence.threads=N} says, else half of the processors, at least 1 and at most 4. */
    public static ExecutionSettings defaults() {
        int half = Runtime.getRuntime().availableProcessors() / 2;
        int usual = Integer.getInteger("whence.threads", Math.min(half, MOST_USUAL_THREADS));
        return new ExecutionSettings("auto", Precision.FLOAT32, Math.max(1, usual));
    }
}
