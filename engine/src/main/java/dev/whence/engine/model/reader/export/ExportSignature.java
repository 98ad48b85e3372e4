package dev.whence.engine.model.reader.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.whence.engine.BadInputException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the values that enter and leave an exported graph stand for. */
final class ExportSignature {

    private final Map<String, String> stateNames = new LinkedHashMap<>();
    private final JsonNode output;
    private final int outputs;
    private String input = "";

    /** @throws BadInputException if the model does not take one image */
    ExportSignature(JsonNode signature) {
        for (JsonNode entry : signature.path("input_specs")) {
            entry.properties().forEach(spec -> addInput(spec.getKey(), spec.getValue()));
        }
        if (input.isEmpty()) {
            throw new BadInputException("the exported model takes no image, so it is not an image classifier");
        }
        JsonNode first = MissingNode.getInstance();
        int count = 0;
        for (JsonNode entry : signature.path("output_specs")) {
            JsonNode result = entry.path("user_output").path("arg");
            if (result.has("as_tensor")) {
                first = count == 0 ? result : first;
                count++;
            }
        }
        if (count == 0) {
            throw new BadInputException("the exported model returns no array, so it is not a classifier");
        }
        output = first;
        outputs = count;
    }

    private void addInput(String kind, JsonNode spec) {
        String name = spec.path("arg").path("name").asText();
        switch (kind) {
            case "parameter" -> stateNames.put(name, spec.path("parameter_name").asText());
            case "buffer" -> stateNames.put(name, spec.path("buffer_name").asText());
            case "tensor_constant" ->
                stateNames.put(name, spec.path("tensor_constant_name").asText());
            case "user_input" ->
                addImage(spec.path("arg").path("as_tensor").path("name").asText());
            case "custom_obj" ->
                throw new BadInputException("the exported model contains a custom object ("
                        + spec.path("custom_obj_name").asText() + "), which is not supported");
            default -> {
                // Tokens and constant arguments enter the graph but nothing in a network of layers uses them.
            }
        }
    }

    private void addImage(String name) {
        if (name.isEmpty() || !input.isEmpty()) {
            throw new BadInputException("the model wants more than one input; an image classifier takes one image");
        }
        input = name;
    }

    /** Names in the model's state by names in the graph, in the model's own order. */
    Map<String, String> stateNames() {
        return stateNames;
    }

    /** The graph's name of the image. */
    String input() {
        return input;
    }

    /** The argument that tells which value is the result. */
    JsonNode output() {
        return output;
    }

    boolean severalOutputs() {
        return outputs > 1;
    }
}
