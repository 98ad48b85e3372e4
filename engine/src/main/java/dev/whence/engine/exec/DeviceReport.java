package dev.whence.engine.exec;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import dev.whence.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the numerical library is, on which devices it computes, and why not on others. Made for people who ask why their
 * GPU is not used; making one never fails.
 *
 * @param usable whether the library was loaded and its self test was right
 * @param bindingVersion of the Java binding (DJL)
 * @param libtorchVersion or {@code not loaded}
 * @param libraryFolder where the native libraries lie, or where they would be unpacked to
 * @param processor its architecture and the vector units that matter for speed, as far as known
 * @param threads intra-operation threads
 * @param gpus number of usable GPUs
 * @param gpuVerdict one sentence: which GPU is used, or exactly why none is
 * @param gpuAdvice what to do to use one; empty if one is used
 * @param selfTest one sentence: what a small computation gave, or why the library could not be loaded
 */
public record DeviceReport(
        boolean usable,
        String bindingVersion,
        String libtorchVersion,
        String libraryFolder,
        String processor,
        int threads,
        int gpus,
        String gpuVerdict,
        String gpuAdvice,
        String selfTest) {

    private static final String ADVICE =
            "To compute on an NVIDIA GPU, give Whence a libtorch built for CUDA: install torch"
                    + " 2.7.1 for CUDA 12.8 in Python and set PYTORCH_LIBRARY_PATH to its torch/lib folder,"
                    + " PYTORCH_FLAVOR=cu128 and PYTORCH_VERSION=2.7.1 before starting. No other version of torch works.";

    /** Loads the library if that has not happened, tries it, and tells. */
    public static DeviceReport make(ExecutionSettings settings) {
        try {
            Engine engine = NativeEngine.get();
            NativeEngine.useThreads(settings.threads());
            SelfTest test = SelfTest.run(settings);
            int gpus = NativeEngine.gpuCount();
            return new DeviceReport(
                    test.right(),
                    Engine.getDjlVersion(),
                    engine.getVersion(),
                    LibUtils.getLibtorchPath(),
                    processorInUse(),
                    JniUtils.getNumThreads(),
                    gpus,
                    gpus > 0 ? gpuInUse(settings, gpus) : "No GPU is used: " + whyNoGpu() + ".",
                    gpus > 0 ? "" : ADVICE,
                    test.sentence());
        } catch (WorkFailedException e) {
            return new DeviceReport(
                    false,
                    Engine.getDjlVersion(),
                    "not loaded",
                    Utils.getEngineCacheDir("pytorch").toString(),
                    processorInUse(),
                    settings.threads(),
                    0,
                    "No GPU is used: the numerical library is not loaded.",
                    ADVICE,
                    e.sentence());
        }
    }

    /** The report line by line, as {@code name: value}. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "engine: libtorch " + libtorchVersion + " through DJL " + bindingVersion,
                "libraries: " + libraryFolder,
                "processor: " + processor,
                "threads: " + threads,
                "gpu: " + gpuVerdict));
        if (!gpuAdvice.isEmpty()) {
            lines.add("gpu help: " + gpuAdvice);
        }
        lines.add("self test: " + selfTest);
        return List.copyOf(lines);
    }

    /** Why the loaded library finds no GPU; a clause without a full stop. */
    static String whyNoGpu() {
        if (!hasCudaLibraries(Path.of(LibUtils.getLibtorchPath()))) {
            return "the libtorch in use was built without CUDA";
        }
        if (isLinux() && !Files.exists(Path.of("/proc/driver/nvidia/version"))) {
            return "libtorch has CUDA but this system has no NVIDIA driver loaded";
        }
        String visible = System.getenv("CUDA_VISIBLE_DEVICES");
        if (visible != null && (visible.isBlank() || visible.equals("-1"))) {
            return "CUDA_VISIBLE_DEVICES hides every GPU";
        }
        return "libtorch has CUDA but the driver offers no GPU that it can use; the driver may be too old for CUDA 12.8";
    }

    private static boolean hasCudaLibraries(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().contains("torch_cuda"));
        } catch (IOException e) {
            return false;
        }
    }

    private static String gpuInUse(ExecutionSettings settings, int gpus) {
        String found = gpus == 1 ? "1 GPU was found" : gpus + " GPUs were found";
        return settings.device().equalsIgnoreCase("cpu")
                ? "No GPU is used because the device is set to cpu; " + found + "."
                : found + " and the device is set to " + settings.device() + ".";
    }

    private static String processorInUse() {
        String architecture = System.getProperty("os.arch", "unknown");
        Set<String> units = vectorUnits();
        return units.isEmpty() ? architecture : architecture + " with " + String.join(", ", units);
    }

    private static Set<String> vectorUnits() {
        Set<String> units = new TreeSet<>();
        Path file = Path.of("/proc/cpuinfo");
        if (!isLinux() || !Files.isReadable(file)) {
            return units;
        }
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .findFirst()
                    .ifPresent(line -> Stream.of(line.split("\\s+", -1))
                            .filter(Set.of("avx2", "avx512f", "avx512_vnni", "fma", "asimd", "sve")::contains)
                            .forEach(units::add));
        } catch (IOException e) {
            return units;
        }
        return units;
    }

    private static boolean isLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    }
}
