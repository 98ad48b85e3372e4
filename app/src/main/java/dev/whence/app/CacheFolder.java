package dev.whence.app;

import dev.whence.app.project.AppFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where results are kept between runs if the user names no other place; shared by the window and the command line. */
public final class CacheFolder {

    private CacheFolder() {}

    /** The system's place for this user's caches; empty if it cannot be written to, then nothing is kept. */
    public static Optional<Path> standard() {
        Path folder = AppFolders.standard().cache();
        try {
            Files.createDirectories(folder);
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
        return Files.isWritable(folder) ? Optional.of(folder) : Optional.empty();
    }
}
