package dev.whence.engine.store;

import dev.whence.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;

/** The folder in which results are kept between runs. */
public final class CacheFolder {

    private CacheFolder() {}

    /**
     * Makes the folder if need be and tries to write to it, so that an unusable place is found before the work and not
     * after it.
     *
     * @throws WorkFailedException if it cannot be written to
     */
    public static Path prepare(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".writable", ".part"));
            return folder;
        } catch (IOException | ReadOnlyFileSystemException unwritable) {
            throw new WorkFailedException(
                    "The cache folder " + folder
                            + " cannot be written to; choose another with --cache DIR or go without by --cache none.",
                    unwritable);
        }
    }
}
