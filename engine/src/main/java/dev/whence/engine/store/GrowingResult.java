package dev.whence.engine.store;

import dev.whence.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A result of large files that appears whole or not at all. Where it may be kept unfinished, its files and the states of
 * the work on it survive an interruption, and the next attempt finds them. One attempt at a time works on these; another one
 * that comes meanwhile, in this process or another, works in a folder of its own and keeps nothing.
 */
public final class GrowingResult {

    private final Path folder;
    private final @Nullable Path unfinished;
    private final Duration pace;

    /**
     * @param folder of the whole result
     * @param unfinished folder of this result only, on the same disk, for what is not whole yet; null keeps nothing
     * @param pace least time between two states of the work
     */
    public GrowingResult(Path folder, @Nullable Path unfinished, Duration pace) {
        this.folder = folder;
        this.unfinished = unfinished;
        this.pace = pace;
    }

    /** Kept unfinished with the usual pace. */
    public static GrowingResult kept(Path folder, Path unfinished) {
        return new GrowingResult(folder, unfinished, UnfinishedWork.PACE);
    }

    /** Not kept unless it is whole. */
    public static GrowingResult at(Path folder) {
        return new GrowingResult(folder, null, UnfinishedWork.PACE);
    }

    /** The folder of the whole result. */
    public Path folder() {
        return folder;
    }

    /** Makes the files of the result. */
    @FunctionalInterface
    public interface Filling {

        /**
         * @param part folder that becomes the result
         * @param scratch folder for what only the work itself needs
         * @param work states of an earlier attempt, whose files are in both folders then
         */
        void fill(Path part, Path scratch, UnfinishedWork work);
    }

    /**
     * Fills the folder. An attempt that fails or is cancelled leaves what it has finished to the next one, if that is kept.
     *
     * @throws WorkFailedException if the disk cannot be written to
     */
    public void write(Filling filling) {
        Path kept = unfinished;
        FolderLock lock = kept == null ? null : FolderLock.tryTake(kept);
        if (kept == null || lock == null) {
            Path own = folder.toAbsolutePath().resolveSibling(Leftovers.PART_FOLDER + UUID.randomUUID());
            try {
                fill(own, new UnfinishedWork(null), filling);
            } finally {
                Leftovers.delete(own);
            }
            // Who had the right may have been killed meanwhile.
            discardUnfinished();
            return;
        }
        try (lock) {
            fill(kept, new UnfinishedWork(kept.resolve("states"), pace), filling);
            Leftovers.delete(kept);
            lock.remove();
        }
    }

    /** Removes what an attempt left that was killed after its result had become whole. */
    public void discardUnfinished() {
        if (unfinished == null || !Files.exists(unfinished)) {
            return;
        }
        try (FolderLock lock = FolderLock.tryTake(unfinished)) {
            if (lock != null) {
                Leftovers.delete(unfinished);
                lock.remove();
            }
        }
    }

    private void fill(Path place, UnfinishedWork work, Filling filling) {
        Path part = place.resolve("result");
        Path scratch = place.resolve("scratch");
        try {
            Files.createDirectories(part);
            Files.createDirectories(scratch);
            // What has not been gone on with for long is given up by this time.
            Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
            filling.fill(part, scratch, work);
            move(part);
        } catch (IOException e) {
            throw new WorkFailedException(
                    "Cannot write the result to " + folder + "; choose a new folder on a disk with free space.", e);
        }
    }

    private void move(Path part) throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        try {
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            // Somebody else, who had the same question, may have answered it meanwhile.
            if (!Files.isDirectory(folder)) {
                throw failure;
            }
        }
    }
}
