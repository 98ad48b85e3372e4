package dev.whence.engine.exec;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import dev.whence.engine.WorkFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native library: loaded at the first need, once per process, and never fetched from a network. */
final class NativeEngine {

    private static final Logger LOG = LoggerFactory.getLogger(NativeEngine.class);

    private static @Nullable Engine loaded;
    private static @Nullable String failure;

    private NativeEngine() {}

    /**
     * Loads the library unless that has happened.
     *
     * @throws WorkFailedException if it is missing or cannot be used on this machine; with the same sentence on every later call
     */
    static synchronized Engine get() {
        if (loaded != null) {
            return loaded;
        }
        if (failure != null) {
            throw new WorkFailedException(failure);
        }
        stayOffline();
        try {
            long start = System.nanoTime();
            Engine engine = Engine.getEngine("PyTorch");
            LOG.debug("libtorch {} ready after {} ms", engine.getVersion(), (System.nanoTime() - start) / 1_000_000);
            HostAllocator.keepFreedMemory();
            loaded = engine;
            return engine;
        } catch (RuntimeException | LinkageError e) {
            // The documented boundary to native code: a missing or unfit library shows itself in either way.
            failure = "The numerical library (libtorch) could not be loaded: " + firstLine(rootOf(e))
                    + "; run `whence doctor` to see where it was looked for.";
            throw new WorkFailedException(failure, e);
        }
    }

    /** How many GPUs the loaded library can compute on. */
    static int gpuCount() {
        Engine engine = get();
        return engine.hasCapability("CUDA") ? engine.getGpuCount() : 0;
    }

    static void useThreads(int threads) {
        get();
        if (JniUtils.getNumThreads() != threads) {
            JniUtils.setNumThreads(threads);
        }
    }

    private static void stayOffline() {
        setUnlessGiven("ai.djl.offline", "DJL_OFFLINE", "true");
        setUnlessGiven("OPT_OUT_TRACKING", "OPT_OUT_TRACKING", "true");
        setUnlessGiven("ai.djl.pytorch.num_interop_threads", "", "1");
    }

    private static void setUnlessGiven(String property, String variable, String value) {
        if (System.getProperty(property) == null && (variable.isEmpty() || System.getenv(variable) == null)) {
            System.setProperty(property, value);
        }
    }

    /** The first line of what an error says, without the native call stack below it. */
    static String firstLine(Throwable error) {
        String text = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        String line = text.strip().lines().findFirst().orElse("").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static Throwable rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
