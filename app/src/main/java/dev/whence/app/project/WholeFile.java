package dev.whence.app.project;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes small files so that a crash or a full disk leaves the old one. */
final class WholeFile {

    private WholeFile() {}

    /**
     * @param keepBackup whether the file before stays as {@code name.bak}
     */
    static void write(Path file, byte[] content, boolean keepBackup) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException("a folder cannot be overwritten");
        }
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, ".whence-", ".tmp");
        try {
            Files.write(temporary, content);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            if (keepBackup && Files.exists(target)) {
                Files.copy(
                        target,
                        target.resolveSibling(target.getFileName() + ".bak"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
