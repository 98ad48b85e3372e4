package dev.whence.app.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.PreprocessingJson;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The shape of a project file. */
final class ProjectJson {

    private static final int VERSION = 1;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Path folder;
    private final Relocation relocation;

    /**
     * @param folder to which places are relative
     * @param relocation where files went that are not in their places
     */
    ProjectJson(Path folder, Relocation relocation) {
        this.folder = folder;
        this.relocation = relocation;
    }

    /** Places of the project at which nothing is, nor where they moved. */
    List<Path> missing(JsonNode root) {
        return Stream.concat(
                        Stream.of("model", "train", "test").map(root::path),
                        StreamSupport.stream(root.path("checkpoints").spliterator(), false))
                .filter(JsonNode::isObject)
                .map(node -> stored(node).lookUp(folder, relocation))
                .filter(Files::notExists)
                .distinct()
                .toList();
    }

    JsonNode write(Project project) {
        WorkspaceSpec spec = project.spec();
        ObjectNode root = NODES.objectNode();
        root.put("whence", VERSION);
        root.set("model", place(spec.model()).put("sha256", project.modelSha256()));
        if (!spec.checkpoints().isEmpty()) {
            ArrayNode places = root.putArray("checkpoints");
            spec.checkpoints().forEach(checkpoint -> places.add(place(checkpoint)));
        }
        DataSource train = spec.train();
        DataSource test = spec.test();
        if (train != null) {
            root.set("train", source(train, project.train()));
        }
        if (test != null) {
            root.set("test", source(test, project.test()));
        }
        if (project.history() != null) {
            root.set("history", place(project.history()));
        }
        root.set("preprocessing", PreprocessingJson.toJson(spec.preprocessing()));
        spec.classNames().forEach(root.putArray("classes")::add);
        root.put("layer", spec.layer());
        ObjectNode execution = root.putObject("execution");
        execution.put("device", spec.execution().device());
        execution.put("precision", spec.execution().precision().name().toLowerCase(Locale.ROOT));
        execution.put("threads", spec.execution().threads());
        root.put("seed", spec.seed());
        root.put("method", project.method());
        project.settings().forEach(root.putObject("settings")::put);
        ObjectNode view = root.putObject("view");
        view.put("testImage", project.view().testImage());
        view.put("target", project.view().target());
        view.put("rowLength", project.view().rowLength());
        return root;
    }

    Project read(JsonNode root, Path file, @Nullable Path cache) {
        int version = root.path("whence").asInt(0);
        if (version < 1) {
            throw new BadInputException("The file " + file + " is not a Whence project; choose a .whence file.");
        }
        if (version > VERSION) {
            throw new BadInputException("The project " + file + " was saved by a newer Whence (version " + version
                    + " of the file, this one reads up to " + VERSION + "); open it with that one.");
        }
        try {
            return project(root, cache);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "The project file " + file + " holds a value that cannot be used (" + e.getMessage()
                            + "); correct it, or open the classifier and its images anew.",
                    e);
        }
    }

    private Project project(JsonNode root, @Nullable Path cache) {
        JsonNode execution = root.path("execution");
        ExecutionSettings usual = ExecutionSettings.defaults();
        Preprocessing preprocessing = PreprocessingJson.of(root.path("preprocessing"), "this project");
        WorkspaceSpec spec = new WorkspaceSpec(
                stored(root.path("model")).resolve(folder, "model", relocation),
                source(root.path("train"), "training data"),
                source(root.path("test"), "test data"),
                preprocessing,
                texts(root.path("classes")),
                text(root.path("layer")),
                new ExecutionSettings(
                        execution.path("device").asText(usual.device()),
                        Precision.valueOf(execution
                                .path("precision")
                                .asText(usual.precision().name())
                                .toUpperCase(Locale.ROOT)),
                        execution.path("threads").asInt(usual.threads())),
                cache,
                root.path("seed").asLong(0),
                checkpoints(root.path("checkpoints")));
        Map<String, String> settings = new LinkedHashMap<>();
        root.path("settings")
                .properties()
                .forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
        JsonNode view = root.path("view");
        ProjectView first = ProjectView.initial();
        return new Project(
                spec,
                text(root.path("model").path("sha256")),
                fingerprint(root.path("train")),
                fingerprint(root.path("test")),
                root.path("method").asText("dualda"),
                settings,
                root.path("history").isObject() ? stored(root.path("history")).lookUp(folder, relocation) : null,
                new ProjectView(
                        view.path("testImage").asInt(first.testImage()),
                        view.path("target").asText(first.target()),
                        view.path("rowLength").asInt(first.rowLength())));
    }

    private List<Path> checkpoints(JsonNode places) {
        List<Path> paths = new ArrayList<>();
        places.forEach(place -> paths.add(stored(place).resolve(folder, "checkpoint", relocation)));
        return paths;
    }

    private ObjectNode place(Path target) {
        StoredPath stored = StoredPath.of(target, folder);
        return NODES.objectNode().put("path", stored.relative()).put("absolute", stored.absolute());
    }

    private ObjectNode source(DataSource source, @Nullable Fingerprint fingerprint) {
        ObjectNode node = place(source.path());
        node.put("tensors", source.tensors());
        node.put("subset", source.subset());
        if (fingerprint != null) {
            node.put("images", fingerprint.images()).put("sha256", fingerprint.sha256());
        }
        return node;
    }

    private @Nullable DataSource source(JsonNode node, String what) {
        if (!node.isObject()) {
            return null;
        }
        return new DataSource(
                stored(node).resolve(folder, what, relocation),
                node.path("tensors").asBoolean(false),
                text(node.path("subset")));
    }

    private static StoredPath stored(JsonNode node) {
        return new StoredPath(
                node.path("path").asText(""), node.path("absolute").asText(""));
    }

    private static @Nullable Fingerprint fingerprint(JsonNode node) {
        String sha256 = text(node.path("sha256"));
        return sha256 == null ? null : new Fingerprint(node.path("images").asInt(), sha256);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    private static List<String> texts(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }
}
