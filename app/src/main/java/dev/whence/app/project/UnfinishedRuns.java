package dev.whence.app.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.WhenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers across starts what was under way. It only saves asking again: results are kept by the engine, so failures here
 * are only logged.
 */
public final class UnfinishedRuns {

    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedRuns.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTE = ".json";

    private final Path folder;

    public UnfinishedRuns(AppFolders folders) {
        this.folder = folders.data().resolve("unfinished");
    }

    /**
     * @param original the project file, null if it was never saved
     * @param training what was trained; null for an attribution
     */
    public void keep(
            String title,
            String name,
            Project project,
            @Nullable Path original,
            UnfinishedRun.@Nullable Training training) {
        ObjectNode root = JSON.createObjectNode().put("title", title).put("name", name);
        if (original != null) {
            root.put("project", original.toAbsolutePath().toString());
        }
        if (training != null) {
            ObjectNode node = root.putObject("training")
                    .put("folder", training.folder().toAbsolutePath().toString());
            training.form().forEach(node.putObject("form")::put);
        }
        try {
            Path snapshot = free();
            ProjectStore.write(project, snapshot);
            WholeFile.write(note(snapshot), JSON.writeValueAsBytes(root), false);
        } catch (IOException | WhenceException e) {
            LOG.warn("It cannot be remembered in {} that {} was under way.", folder, title, e);
        }
    }

    private Path free() throws IOException {
        Files.createDirectories(folder);
        for (int number = 1; ; number++) {
            Path file = folder.resolve(number + ProjectStore.EXTENSION);
            if (!Files.exists(file) && !Files.exists(note(file))) {
                return file;
            }
        }
    }

    private static Path note(Path snapshot) {
        return snapshot.resolveSibling(snapshot.getFileName() + NOTE);
    }

    /** What was under way, the oldest first. */
    public List<UnfinishedRun> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ProjectStore.EXTENSION))
                    .sorted()
                    .map(UnfinishedRuns::read)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            LOG.warn("What was under way cannot be read from {}.", folder, e);
            return List.of();
        }
    }

    private static Optional<UnfinishedRun> read(Path snapshot) {
        try {
            JsonNode root = JSON.readTree(note(snapshot).toFile());
            String original = root.path("project").asText("");
            return Optional.of(new UnfinishedRun(
                    root.path("title").asText("Work"),
                    root.path("name").asText(""),
                    snapshot,
                    original.isEmpty() ? null : Path.of(original),
                    training(root.path("training"))));
        } catch (IOException | InvalidPathException e) {
            LOG.warn("What was under way cannot be read from {}.", snapshot, e);
            return Optional.empty();
        }
    }

    private static UnfinishedRun.@Nullable Training training(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        Map<String, String> form = new LinkedHashMap<>();
        node.path("form")
                .properties()
                .forEach(entry -> form.put(entry.getKey(), entry.getValue().asText()));
        return new UnfinishedRun.Training(form, Path.of(node.path("folder").asText()));
    }

    /** Forgets one of them; what was computed stays. */
    public void forget(UnfinishedRun run) {
        List<Path> files = new ArrayList<>(List.of(run.snapshot(), note(run.snapshot())));
        files.add(run.snapshot().resolveSibling(run.snapshot().getFileName() + ".bak"));
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("The note that {} was under way cannot be removed from {}.", run.title(), folder, e);
        }
    }
}
