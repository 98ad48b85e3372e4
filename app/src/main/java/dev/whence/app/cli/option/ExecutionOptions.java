package dev.whence.app.cli.option;

import dev.whence.app.CacheFolder;
import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where and how to compute, and where to keep results. */
public final class ExecutionOptions {

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu:N",
            defaultValue = "auto",
            description = "Default: ${DEFAULT-VALUE}. 'whence doctor' says which devices there are.")
    String device = "auto";

    @Option(
            names = "--precision",
            paramLabel = "float32|float64",
            defaultValue = "float32",
            description = "Width of the arithmetic. Default: ${DEFAULT-VALUE}.")
    Precision precision = Precision.FLOAT32;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of one operation. Default: ${DEFAULT-VALUE}.")
    int threads = ExecutionSettings.defaults().threads();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
    public long seed;

    @Option(
            names = "--cache",
            paramLabel = "DIR|none",
            description =
                    "Where features and prepared methods are kept and found again. Default: this user's cache folder.")
    @Nullable
    String cache;

    public ExecutionSettings settings() {
        if (!device.matches("auto|cpu|gpu(:\\d{1,3})?")) {
            throw new BadInputException("The device '" + device + "' is unknown; give auto, cpu or gpu:0.");
        }
        if (threads < 1) {
            throw new BadInputException("The number of threads is " + threads + "; give 1 or more with --threads.");
        }
        return new ExecutionSettings(device, precision, threads);
    }

    /** The folder of stored results, absent if nothing is to be stored. */
    @Nullable
    public Path cacheFolder() {
        if (cache == null) {
            return CacheFolder.standard().orElse(null);
        }
        if (cache.equals("none")) {
            return null;
        }
        Path folder = Path.of(cache);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder);
        }
        if (!Files.isWritable(folder)) {
            throw unwritable(folder);
        }
        return folder;
    }

    private static BadInputException unwritable(Path folder) {
        return new BadInputException("The cache folder " + folder
                + " cannot be written to; choose another one with --cache, or --cache none to keep nothing.");
    }
}
