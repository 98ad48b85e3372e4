package dev.whence.engine.exec;

/**
 * Where and how to compute.
 *
 * @param device {@code auto}, {@code cpu} or {@code gpu:N}
 * @param precision width of all floating point work
 * @param threads intra-operation threads, at least 1
 */
public record ExecutionSettings(String device, Precision precision, int threads) {

    public static ExecutionSettings defaults() {
        return new ExecutionSettings("auto", Precision.FLOAT32, 1);
    }
}
