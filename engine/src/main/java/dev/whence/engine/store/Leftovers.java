package dev.whence.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Half-written files and folders of a cache whose process was killed before it could give them their names. They are
 * never read, but would take up space for ever.
 */
public final class Leftovers {

    /** How a folder begins that is still being written. */
    public static final String PART_FOLDER = ".part-";

    /** How a hidden file ends that is still being written. */
    static final String PART_FILE = ".part";

    /** So old that no running process can still be writing to it. */
    static final Duration AGE = Duration.ofDays(1);

    /** Rows of work that nobody has gone on with for so long are given up. */
    static final Duration UNFINISHED_AGE = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    /** Results lie at {@code results/xx/hash}: anything unfinished is no deeper. */
    private static final int DEPTH = 3;

    private Leftovers() {}

    /**
     * Removes what was last written to more than {@link #AGE} before a time, and finished rows of results that were not
     * gone on with for {@link #UNFINISHED_AGE}; what cannot be removed stays.
     */
    static void sweep(Path cache, Instant now) {
        sweepUnfinished(cache.resolve("unfinished"), now);
        List<Path> abandoned;
        try (Stream<Path> tree = Files.walk(cache, DEPTH)) {
            abandoned = tree.filter(path -> isUnfinished(cache, path) && isOlder(path, now, AGE))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.debug("{} was not searched for leftovers", cache, unreadable);
            return;
        }
        for (Path path : abandoned) {
            LOG.debug("removing {}, left behind by a process that was stopped", path);
            delete(path);
        }
    }

    private static void sweepUnfinished(Path folder, Instant now) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> givenUp;
        try (Stream<Path> works = Files.list(folder)) {
            givenUp = works.filter(path -> isOlder(path, now, UNFINISHED_AGE)).toList();
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.debug("{} was not searched for leftovers", folder, unreadable);
            return;
        }
        givenUp.forEach(Leftovers::delete);
    }

    /** Removes a folder with everything in it, or a file, as far as that is possible. */
    public static void delete(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> inner = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : inner) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException | ReadOnlyFileSystemException leftover) {
            LOG.warn("Could not remove {}", path, leftover);
        }
    }

    private static boolean isUnfinished(Path cache, Path path) {
        String name = String.valueOf(path.getFileName());
        return !path.equals(cache)
                && (name.startsWith(PART_FOLDER) || (name.startsWith(".") && name.endsWith(PART_FILE)));
    }

    static boolean isOlder(Path path, Instant now, Duration age) {
        try {
            return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(now.minus(age));
        } catch (IOException gone) {
            LOG.debug("{} went away meanwhile", path, gone);
            return false;
        }
    }
}
