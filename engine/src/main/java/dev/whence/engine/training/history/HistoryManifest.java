package dev.whence.engine.training.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.data.PreprocessingJson;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What of a history folder counts: everything beyond the sizes named here was written after the last commit.
 *
 * @param secondMoment whether the second moment is stored with each state
 * @param committed how much is there
 */
record HistoryManifest(
        TrainingDescription description,
        List<ParameterGroup> groups,
        List<ParameterGroup> bufferGroups,
        boolean secondMoment,
        Committed committed) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORMAT = "whence-history";
    private static final int VERSION = 1;
    private static final String CHECKSUM = "checksum";

    /**
     * Sizes of the files and CRC-32 sums of the small ones.
     *
     * @param batchEntries images in all batches together
     */
    record Committed(int steps, int states, long batchEntries, int stepsCrc, int statesCrc, int labelsCrc) {}

    static HistoryManifest read(Path folder) {
        Path file = folder.resolve(HistoryFiles.MANIFEST);
        if (!Files.isDirectory(folder) || !Files.isRegularFile(file)) {
            throw new BadInputException("There is no training history in " + folder + " (no " + HistoryFiles.MANIFEST
                    + "); give the folder that training wrote.");
        }
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            if (!json.isObject() || !json.path("format").asText().equals(FORMAT)) {
                throw HistoryFiles.altered(file);
            }
            if (json.path("version").asInt() != VERSION) {
                throw new BadInputException("The training history " + folder + " has version "
                        + json.path("version").asInt() + " and this Whence reads version " + VERSION
                        + "; open it with the Whence that wrote it.");
            }
            ObjectNode content = (ObjectNode) json;
            String checksum = content.path(CHECKSUM).asText();
            content.remove(CHECKSUM);
            if (!checksum.equals(sha256(content))) {
                throw HistoryFiles.altered(file);
            }
            return of(content, folder);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new BadInputException(HistoryFiles.altered(file).sentence(), e);
        } catch (IOException e) {
            throw HistoryFiles.unreadable(file, e);
        }
    }

    void write(Path folder) {
        ObjectNode json = toJson(folder);
        json.put(CHECKSUM, sha256(json));
        AtomicFiles.writeText(folder.resolve(HistoryFiles.MANIFEST), json.toPrettyString() + "\n");
    }

    HistoryManifest with(Committed newer) {
        return new HistoryManifest(description, groups, bufferGroups, secondMoment, newer);
    }

    private ObjectNode toJson(Path folder) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT).put("version", VERSION);
        json.put("model", stored(folder, description.model()));
        json.put("optimizer", OptimizerText.format(description.optimizer()));
        json.put("batch_norm", description.batchNorm().name().toLowerCase(Locale.ROOT));
        json.put("seed", description.seed());
        TrainingDescription.Images images = description.trainingImages();
        ObjectNode data = json.putObject("training_images");
        data.put("data", stored(folder, images.data())).put("tensors", images.tensors());
        data.put("subset", images.subset()).put("count", images.count()).put("hash", images.hash());
        data.set("preprocessing", PreprocessingJson.toJson(images.preprocessing()));
        images.classNames().forEach(data.putArray("class_names")::add);
        ObjectNode augmentation = json.putObject("augmentation");
        augmentation.put("flip", description.augmentation().flip());
        augmentation.put("shift", description.augmentation().shift());
        description.augmentation().fill().forEach(augmentation.putArray("fill")::add);
        putGroups(json.putArray("parameters"), groups);
        putGroups(json.putArray("buffers"), bufferGroups);
        json.put("second_moment", secondMoment);
        ObjectNode sizes = json.putObject("committed");
        sizes.put("steps", committed.steps()).put("states", committed.states());
        sizes.put("batch_entries", committed.batchEntries());
        sizes.put("steps_crc32", committed.stepsCrc()).put("states_crc32", committed.statesCrc());
        sizes.put("labels_crc32", committed.labelsCrc());
        return json;
    }

    private static HistoryManifest of(ObjectNode json, Path folder) {
        JsonNode data = json.path("training_images");
        List<String> classNames = new ArrayList<>();
        data.path("class_names").forEach(name -> classNames.add(name.asText()));
        TrainingDescription.Images images = new TrainingDescription.Images(
                opened(folder, data.path("data").asText()),
                data.path("tensors").asBoolean(),
                data.path("subset").asText(),
                data.path("count").asInt(),
                data.path("hash").asText(),
                PreprocessingJson.of(data.path("preprocessing"), folder.toString()),
                classNames);
        JsonNode changes = json.path("augmentation");
        List<Double> fill = new ArrayList<>();
        changes.path("fill").forEach(value -> fill.add(value.asDouble()));
        TrainingDescription description = new TrainingDescription(
                opened(folder, json.path("model").asText()),
                images,
                OptimizerText.parse(json.path("optimizer").asText()),
                new Augmentation(
                        changes.path("flip").asBoolean(), changes.path("shift").asInt(), fill),
                BatchNormMode.valueOf(json.path("batch_norm").asText().toUpperCase(Locale.ROOT)),
                json.path("seed").asLong());
        JsonNode sizes = json.path("committed");
        return new HistoryManifest(
                description,
                groups(json.path("parameters")),
                groups(json.path("buffers")),
                json.path("second_moment").asBoolean(),
                new Committed(
                        sizes.path("steps").asInt(),
                        sizes.path("states").asInt(),
                        sizes.path("batch_entries").asLong(),
                        sizes.path("steps_crc32").asInt(),
                        sizes.path("states_crc32").asInt(),
                        sizes.path("labels_crc32").asInt()));
    }

    private static void putGroups(ArrayNode list, List<ParameterGroup> groups) {
        for (ParameterGroup group : groups) {
            ObjectNode entry = list.addObject().put("name", group.name()).put("offset", group.offset());
            ArrayNode shape = entry.putArray("shape");
            for (int size : group.shape().toArray()) {
                shape.add(size);
            }
        }
    }

    private static List<ParameterGroup> groups(JsonNode list) {
        List<ParameterGroup> groups = new ArrayList<>();
        for (JsonNode entry : list) {
            int[] shape = new int[entry.path("shape").size()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = entry.path("shape").get(i).asInt();
            }
            groups.add(new ParameterGroup(
                    entry.path("name").asText(), entry.path("offset").asInt(), Shape.of(shape)));
        }
        return List.copyOf(groups);
    }

    /** Relative where the file lies in the history's own parent folder, so that both can be moved together. */
    private static String stored(Path folder, Path file) {
        Path home = folder.toAbsolutePath().normalize();
        Path target = file.toAbsolutePath().normalize();
        Path parent = home.getParent();
        boolean near = parent != null && target.startsWith(parent);
        return (near ? home.relativize(target) : target).toString().replace('\\', '/');
    }

    private static Path opened(Path folder, String text) {
        try {
            return folder.toAbsolutePath().normalize().resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new BadInputException(
                    "The training history " + folder + " names the file `" + text
                            + "`, which cannot exist on this system; copy the training data here and train again.",
                    e);
        }
    }

    private static String sha256(ObjectNode json) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(json.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
