package dev.whence.engine.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ContentHash;
import dev.whence.engine.data.PreprocessingJson;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.model.Network;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Everything on which the result of a training depends: the file {@code run.json}. Equal files, equal weights. */
final class RunDescription {

    static final String FILE = "run.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode json;

    RunDescription(
            Network start, TrainingSettings settings, TrainingDescription.Images images, ExecutionSettings execution) {
        json = JSON.createObjectNode();
        json.put("starting_network", hash(start));
        json.put("train", images.hash()).put("images", images.count()).put("subset", images.subset());
        json.set("preprocessing", PreprocessingJson.toJson(images.preprocessing()));
        json.put("epochs", settings.epochs()).put("batch", settings.batchSize());
        json.put("optimizer", OptimizerText.format(settings.optimizer()));
        json.put("lr", settings.learningRate())
                .put("schedule", settings.schedule().text());
        json.put("flip", settings.augmentation().flip());
        json.put("shift", settings.augmentation().shift());
        json.put("label_noise", settings.labelNoise());
        json.put("batch_norm", settings.batchNorm().name());
        json.put("history", settings.interval().text());
        json.put("seed", settings.seed());
        json.put("precision", execution.precision().name());
    }

    void write(Path folder) {
        AtomicFiles.writeText(folder.resolve(FILE), json.toPrettyString() + "\n");
    }

    /**
     * Makes sure that a folder holds this training and not another.
     *
     * @throws BadInputException naming the first difference
     */
    void requireSame(Path folder) {
        JsonNode other = read(folder);
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            JsonNode there = other.path(entry.getKey());
            if (!there.toString().equals(entry.getValue().toString())) {
                throw new BadInputException("The folder " + folder + " holds a training with other settings ("
                        + entry.getKey() + " is " + shortened(there) + " there and "
                        + shortened(entry.getValue())
                        + " now); give the same settings to continue it, or choose another folder.");
            }
        }
    }

    private static String shortened(JsonNode value) {
        String text = value.isMissingNode() ? "absent" : value.asText().isEmpty() ? value.toString() : value.asText();
        return text.length() > 40 ? text.substring(0, 12) + "..." : text;
    }

    private static JsonNode read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new BadInputException("The file " + file + " is damaged; choose another folder.", e);
        } catch (IOException e) {
            throw new BadInputException("Cannot read " + file + "; choose another folder.", e);
        }
    }

    private static String hash(Network network) {
        ContentHash hash = new ContentHash();
        hash.add(network.nodes().toString().getBytes(StandardCharsets.UTF_8));
        network.parameters().forEach((name, weight) -> add(hash, name, weight));
        network.buffers().forEach((name, weight) -> add(hash, name, weight));
        return hash.hex();
    }

    private static void add(ContentHash hash, String name, Tensor weight) {
        float[] values = weight.toFloat32().floats();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        hash.add(name.getBytes(StandardCharsets.UTF_8)).add(bytes.array());
    }
}
