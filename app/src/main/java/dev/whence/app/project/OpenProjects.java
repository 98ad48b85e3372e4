package dev.whence.app.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.WhenceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a window has open and not saved, for the start after a crash. Each window has a folder of its own and holds a
 * lock in it, which the system takes back however the program ends: what nobody holds was left. Failures are only logged,
 * nobody's work may stop for them.
 */
public final class OpenProjects {

    private static final Logger LOG = LoggerFactory.getLogger(OpenProjects.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SNAPSHOT = "open" + ProjectStore.EXTENSION;
    private static final String NOTE = "open.json";
    private static final String LOCK = "lock";

    /** Folders of this process: looking at their locks through a second channel might give them back. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path own;
    private @Nullable FileChannel lock;

    public OpenProjects(AppFolders folders) {
        this.folder = folders.data().resolve("open").toAbsolutePath().normalize();
        this.own = folder.resolve(UUID.randomUUID().toString());
    }

    /**
     * Keeps a project in place of the one this window had before.
     *
     * @param name for people
     * @param original the project file, null if it was never saved
     */
    public synchronized void keep(String name, Project project, @Nullable Path original) {
        ObjectNode note = JSON.createObjectNode().put("name", name);
        if (original != null) {
            note.put("project", original.toAbsolutePath().toString());
        }
        try {
            hold();
            WholeFile.write(own.resolve(NOTE), JSON.writeValueAsBytes(note), false);
            ProjectStore.write(project, own.resolve(SNAPSHOT));
        } catch (IOException | OverlappingFileLockException | WhenceException e) {
            LOG.warn("It cannot be remembered in {} that {} is open.", own, name, e);
        }
    }

    private void hold() throws IOException {
        if (lock != null) {
            return;
        }
        OWN.add(own);
        Files.createDirectories(own);
        FileChannel channel = FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = channel;
        if (channel.tryLock() == null) {
            throw new IOException("somebody else holds the lock");
        }
    }

    /** Nothing is open any more that is not saved. */
    public synchronized void clear() {
        FileChannel held = lock;
        if (held == null) {
            return;
        }
        try {
            held.close();
        } catch (IOException e) {
            LOG.warn("The lock in {} cannot be given back.", own, e);
        }
        lock = null;
        delete(own);
        OWN.remove(own);
    }

    /** What runs of the program left that ended without closing their window. */
    public List<LeftOpen> left() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory)
                    .filter(place -> !OWN.contains(place))
                    .filter(place -> Files.exists(place.resolve(SNAPSHOT)))
                    .sorted()
                    .filter(OpenProjects::isLeft)
                    .map(OpenProjects::read)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            LOG.warn("What was left open cannot be read from {}.", folder, e);
            return List.of();
        }
    }

    private static boolean isLeft(Path place) {
        try (FileChannel channel =
                        FileChannel.open(place.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("Whether {} is in use is not to be known.", place, e);
            return false;
        }
    }

    private static Optional<LeftOpen> read(Path place) {
        Path snapshot = place.resolve(SNAPSHOT);
        try {
            ProjectStore.missing(snapshot, Relocation.none());
            JsonNode note = JSON.readTree(place.resolve(NOTE).toFile());
            String original = note.path("project").asText("");
            return Optional.of(new LeftOpen(
                    note.path("name").asText(""), snapshot, original.isEmpty() ? null : Path.of(original)));
        } catch (IOException | InvalidPathException | WhenceException e) {
            LOG.warn("What was left open cannot be read from {}: {}", place, e.getMessage());
            return Optional.empty();
        }
    }

    /** Forgets one of them; what was computed stays. */
    public void forget(LeftOpen left) {
        Path place = left.snapshot().getParent();
        if (place != null) {
            delete(place);
        }
    }

    private static void delete(Path place) {
        try {
            // the snapshot goes first: what is left without one is not offered
            Files.deleteIfExists(place.resolve(SNAPSHOT));
            try (Stream<Path> files = Files.list(place)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(place);
        } catch (IOException e) {
            LOG.warn("The note of what was open cannot be removed from {}.", place, e);
        }
    }
}
