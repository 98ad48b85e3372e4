package dev.whence.app.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps preferences in one small file. Losing them must never stop anybody, so failures are only logged. */
public final class PreferencesStore {

    private static final Logger LOG = LoggerFactory.getLogger(PreferencesStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    public PreferencesStore(AppFolders folders) {
        this.file = folders.config().resolve("preferences.json");
    }

    public Preferences load() {
        if (!Files.exists(file)) {
            return Preferences.initial();
        }
        try {
            JsonNode root = JSON.readTree(file.toFile());
            List<Path> recent = new ArrayList<>();
            for (JsonNode entry : root.path("recent")) {
                recent.add(Path.of(entry.asText()));
            }
            return new Preferences("dark".equals(root.path("theme").asText()), recent);
        } catch (IOException | InvalidPathException e) {
            LOG.warn("The preferences in {} cannot be read; starting with new ones.", file, e);
            return Preferences.initial();
        }
    }

    public void save(Preferences preferences) {
        ObjectNode root = JSON.createObjectNode();
        root.put("theme", preferences.dark() ? "dark" : "light");
        preferences.recent().forEach(path -> root.withArray("recent").add(path.toString()));
        try {
            WholeFile.write(file, JSON.writeValueAsBytes(root), false);
        } catch (IOException e) {
            LOG.warn("The preferences cannot be saved in {}.", file, e);
        }
    }
}
