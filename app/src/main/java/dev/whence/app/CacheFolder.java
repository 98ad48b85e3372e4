package dev.whence.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where results are kept between runs if the user names no other place; shared by the window and the command line. */
public final class CacheFolder {

    private CacheFolder() {}

    /** The system's place for this user's caches; empty if it cannot be written to, then nothing is kept. */
    public static Optional<Path> standard() {
        Path folder = locate(
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT),
                Path.of(System.getProperty("user.home", ".")),
                System.getenv());
        try {
            Files.createDirectories(folder);
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
        return Files.isWritable(folder) ? Optional.of(folder) : Optional.empty();
    }

    static Path locate(String system, Path home, Map<String, String> environment) {
        if (system.startsWith("windows")) {
            String local = environment.get("LOCALAPPDATA");
            return (local == null ? home.resolve("AppData").resolve("Local") : Path.of(local))
                    .resolve("Whence")
                    .resolve("Cache");
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches").resolve("Whence");
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        return (xdg == null || xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("whence");
    }
}
