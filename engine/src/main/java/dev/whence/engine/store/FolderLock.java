package dev.whence.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work in a folder, held by one thread of one process at a time. The system gives it back when the process
 * ends, in whatever way. The file {@code FOLDER.lock} beside the folder stands for it.
 *
 * <p>Where locks follow POSIX, a process that closes the file anywhere loses the lock; so nothing here opens the file of a
 * right that this process holds.
 */
final class FolderLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

    /** Files of the rights that this process holds. */
    private static final Set<Path> HELD = new HashSet<>();

    private static final int SIZES = 1 << 16;

    private static final int ATTEMPTS = 3;

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** The right, or null if somebody else has it or the disk knows no such rights. */
    static @Nullable FolderLock tryTake(Path folder) {
        Path file = folder.toAbsolutePath().normalize().resolveSibling(folder.getFileName() + ".lock");
        synchronized (HELD) {
            if (HELD.contains(file)) {
                return null;
            }
            FolderLock lock = tryFile(file);
            if (lock != null) {
                HELD.add(file);
            }
            return lock;
        }
    }

    private static @Nullable FolderLock tryFile(Path file) {
        try {
            Files.createDirectories(file.getParent());
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                boolean taken = false;
                try {
                    if (channel.tryLock(SIZES, 1, false) == null) {
                        return null;
                    }
                    taken = isStillThere(file, channel);
                    if (taken) {
                        return new FolderLock(file, channel);
                    }
                } finally {
                    if (!taken) {
                        channel.close();
                    }
                }
            }
        } catch (IOException | OverlappingFileLockException unavailable) {
            LOG.debug("{} is not to be had", file, unavailable);
        }
        return null;
    }

    /**
     * Whether the file was not removed by its last holder between being opened and being locked: if it gets a size by
     * lot, that of its name has it, too.
     */
    private static boolean isStillThere(Path file, FileChannel channel) throws IOException {
        int size = ThreadLocalRandom.current().nextInt(1, SIZES);
        channel.truncate(0);
        channel.write(ByteBuffer.allocate(1), size - 1L);
        return Files.exists(file) && Files.size(file) == size;
    }

    /** Removes the file; the right ends with {@link #close}. */
    void remove() {
        Leftovers.delete(file);
    }

    @Override
    public void close() {
        synchronized (HELD) {
            if (!channel.isOpen()) {
                return;
            }
            try {
                channel.close();
            } catch (IOException unclosed) {
                LOG.debug("{} was not closed", file, unclosed);
            }
            HELD.remove(file);
        }
    }
}
