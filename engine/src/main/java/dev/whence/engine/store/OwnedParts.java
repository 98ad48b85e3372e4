package dev.whence.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that belong to a running process and say so in their name, {@code prefix-<process id>-<random>suffix}. What a
 * killed process left behind is removed when the next one needs the same kind of file in the same folder.
 */
public final class OwnedParts {

    /** A process on another machine that shares the folder is not seen, but writes more often than this. */
    static final Duration QUIET = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(OwnedParts.class);
    private static final String RANDOM = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private OwnedParts() {}

    /** A name that no other process and no other call gives. */
    public static String name(String prefix, String suffix) {
        return prefix + "-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID() + suffix;
    }

    /** Removes files of such names whose process has ended and that were quiet for ten minutes; what cannot go stays. */
    public static void removeAbandoned(Path folder, String prefix, String suffix) {
        removeAbandoned(folder, prefix, suffix, Instant.now());
    }

    static void removeAbandoned(Path folder, String prefix, String suffix, Instant now) {
        Pattern pattern = Pattern.compile(Pattern.quote(prefix) + "-(\\d{1,18})-" + RANDOM + Pattern.quote(suffix));
        List<Path> abandoned;
        try (Stream<Path> files = Files.list(folder)) {
            abandoned = files.filter(file -> isAbandoned(file, pattern, now)).toList();
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.debug("{} was not searched for leftovers", folder, unreadable);
            return;
        }
        for (Path file : abandoned) {
            LOG.debug("removing {}, left behind by a process that was stopped", file);
            Leftovers.delete(file);
        }
    }

    private static boolean isAbandoned(Path file, Pattern pattern, Instant now) {
        Matcher name = pattern.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
                && Leftovers.isOlder(file, now, QUIET);
    }
}
