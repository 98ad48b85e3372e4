package dev.whence.engine.store;

import dev.whence.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folders for results that nobody wants to keep. Thread-safe; closing removes them. */
public final class TemporaryFolders implements AutoCloseable {

    private final List<Path> made = new ArrayList<>();

    /**
     * @throws WorkFailedException if there is no place for it
     */
    public synchronized Path make(String prefix) {
        try {
            Path folder = Files.createTempDirectory(prefix);
            made.add(folder);
            return folder;
        } catch (IOException e) {
            throw new WorkFailedException(
                    "Cannot make a temporary folder; free some space, or set -Djava.io.tmpdir to another disk.", e);
        }
    }

    @Override
    public synchronized void close() {
        made.forEach(Leftovers::delete);
        made.clear();
    }
}
