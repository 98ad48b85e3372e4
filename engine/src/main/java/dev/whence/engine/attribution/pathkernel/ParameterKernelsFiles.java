package dev.whence.engine.attribution.pathkernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.store.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The files of a folder of parameter kernels. */
final class ParameterKernelsFiles {

    static final String VECTORS = "vectors.f32";
    static final String IMPORTANCE = "importance.f32";

    private static final String INFO = "parameter-kernels.json";
    private static final String FORMAT = "whence-parameter-kernels";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ParameterKernelsFiles() {}

    static boolean present(Path folder) {
        return Files.isRegularFile(folder.resolve(INFO));
    }

    static void write(Path folder, ParameterKernelsInfo info) {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT).put("version", 1);
        json.put("images", info.images()).put("weighed", info.weighed()).put("parameters", info.parameters());
        json.set("choices", JSON.valueToTree(info.choices()));
        AtomicFiles.writeText(folder.resolve(INFO), json.toPrettyString() + "\n");
    }

    static ParameterKernelsInfo read(Path folder) {
        Path file = folder.resolve(INFO);
        String sentence = "The file " + file
                + " of parameter kernels is missing or damaged; remove the folder and compute again.";
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            if (!FORMAT.equals(json.path("format").asText())
                    || json.path("version").asInt() != 1) {
                throw new BadInputException(sentence);
            }
            return new ParameterKernelsInfo(
                    json.path("images").asInt(),
                    json.path("weighed").asInt(),
                    json.path("parameters").asInt(),
                    Arrays.asList(JSON.convertValue(json.path("choices"), String[].class)));
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInputException(sentence, e);
        }
    }
}
