package dev.whence.app.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Optional;

/** The JSON of {@code --json} and of manifests: pure ASCII, so that no terminal encoding can spoil it. */
public final class JsonText {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private JsonText() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static String of(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /** Reads what the program itself wrote as one object. */
    public static ObjectNode parse(String json) {
        try {
            return MAPPER.readValue(json, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the program's own JSON can always be read", e);
        }
    }

    /** Reads the object that a file holds; nothing if it is damaged. */
    public static Optional<ObjectNode> parseForeign(String json) {
        try {
            return Optional.of(MAPPER.readValue(json, ObjectNode.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Puts a number, or null for what is none. */
    public static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    /** Prints the one object that {@code --json} promises. */
    public static void print(PrintStream out, ObjectNode node) {
        out.println(of(node));
    }
}
