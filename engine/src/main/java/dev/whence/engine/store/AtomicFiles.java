package dev.whence.engine.store;

import dev.whence.engine.WorkFailedException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files so that a reader sees the old file or the whole new one, never a part: the content goes to a hidden file
 * beside the target, is forced to the disk and then moved over the target. Whatever fails, the hidden file is removed; that
 * of a killed process is removed by the next one that writes the same target.
 */
public final class AtomicFiles {

    private static final Logger LOG = LoggerFactory.getLogger(AtomicFiles.class);

    private AtomicFiles() {}

    /** Produces the content of one file. */
    @FunctionalInterface
    public interface Content {

        /** Writes everything; the caller closes the stream. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Opens a new file for writing: the seam through which tests make a disk run full. */
    @FunctionalInterface
    interface Opener {

        Opener DISK = path -> Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

        OutputStream open(Path path) throws IOException;
    }

    /**
     * Writes or replaces a file; missing parent folders are made.
     *
     * @throws WorkFailedException if the place cannot be written to or the disk is full; nothing half-written remains
     */
    public static void write(Path target, Content content) {
        write(target, content, Opener.DISK);
    }

    /** Writes or replaces a text file in UTF-8, see {@link #write(Path, Content)}. */
    public static void writeText(Path target, String text) {
        write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    static void write(Path target, Content content, Opener opener) {
        Path folder = folderOf(target);
        String hidden = "." + target.getFileName();
        Path part = folder.resolve(OwnedParts.name(hidden, Leftovers.PART_FILE));
        try {
            Files.createDirectories(folder);
            OwnedParts.removeAbandoned(folder, hidden, Leftovers.PART_FILE);
            writeForced(part, content, opener);
            move(part, target);
        } catch (IOException | ReadOnlyFileSystemException failure) {
            throw new WorkFailedException(sentence(target, failure), failure);
        } finally {
            removeQuietly(part);
        }
    }

    /** Writes a new file and forces it to the disk, without hiding it first. */
    static void writeForced(Path file, Content content, Opener opener) throws IOException {
        try (OutputStream out = new BufferedOutputStream(opener.open(file), 1 << 16)) {
            content.writeTo(out);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Moves in one step where the file system can, else by replacing. */
    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Why a place could not be written to, as one sentence with what to do. */
    static String sentence(Path target, Exception failure) {
        String reason = String.valueOf(
                failure instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : failure.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("not enough space") || lower.contains("quota")) {
            return "The disk is full, so " + target + " was not written and nothing half-written was left behind; "
                    + "free some space or choose another disk.";
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
            return "Cannot write " + target + " because a part of its folder's path is a file; choose another place.";
        }
        if (failure instanceof AccessDeniedException
                || failure instanceof ReadOnlyFileSystemException
                || lower.contains("read-only")) {
            return "Cannot write " + target
                    + " because its folder does not allow writing; choose another place or change its permissions.";
        }
        return "Cannot write " + target + " (" + reason.strip() + "); choose another place.";
    }

    private static Path folderOf(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new WorkFailedException("Cannot write " + target + " because it is not a file; give a file name.");
        }
        return parent;
    }

    private static void removeQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException | ReadOnlyFileSystemException leftover) {
            // The failure that matters is already on its way; a hidden leftover does no harm.
            LOG.debug("could not remove {}", part, leftover);
        }
    }
}
