package dev.whence.engine.exec;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Memory that the operating system can still give, for forecasts before large work. */
public final class HostMemory {

    private static final Path LINUX = Path.of("/proc/meminfo");

    private HostMemory() {}

    /** Bytes free or, where the system tells, free after giving up file caches. */
    public static long available() {
        if (Files.isReadable(LINUX)) {
            try {
                List<String> lines = Files.readAllLines(LINUX);
                for (String line : lines) {
                    if (line.startsWith("MemAvailable:")) {
                        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                    }
                }
            } catch (IOException e) {
                return free();
            }
        }
        return free();
    }

    private static long free() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getFreeMemorySize()
                : Long.MAX_VALUE;
    }
}
