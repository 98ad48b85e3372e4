package dev.whence.app.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.data.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Preprocessing in the notation of the command line's {@code --preprocess} file. */
final class PreprocessingJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PreprocessingJson() {}

    static ObjectNode write(Preprocessing value) {
        ObjectNode node = NODES.objectNode();
        if (value.channels() != null) {
            node.put("channels", value.channels());
        }
        if (value.resize() instanceof Preprocessing.Resize.Exact exact) {
            node.set("resize", size(exact.size()));
        } else if (value.resize() instanceof Preprocessing.Resize.ShorterSide side) {
            node.put("resize", side.pixels());
        }
        node.put("interpolation", value.interpolation().name().toLowerCase(Locale.ROOT));
        if (value.crop() != null) {
            node.set("crop", size(value.crop()));
        }
        node.put("scale", value.scale());
        value.mean().forEach(node.putArray("mean")::add);
        value.std().forEach(node.putArray("std")::add);
        return node;
    }

    static Preprocessing read(JsonNode node) {
        Preprocessing plain = Preprocessing.none();
        String filter = node.path("interpolation").asText(plain.interpolation().name());
        return new Preprocessing(
                node.hasNonNull("channels")
                        ? Integer.valueOf(node.get("channels").asInt())
                        : null,
                resize(node.path("resize")),
                Preprocessing.Interpolation.valueOf(filter.toUpperCase(Locale.ROOT)),
                node.hasNonNull("crop") ? size(node.get("crop")) : null,
                node.path("scale").asDouble(plain.scale()),
                numbers(node.path("mean")),
                numbers(node.path("std")));
    }

    private static Preprocessing.@Nullable Resize resize(JsonNode node) {
        if (node.isArray()) {
            return new Preprocessing.Resize.Exact(size(node));
        }
        return node.isNumber() ? new Preprocessing.Resize.ShorterSide(node.asInt()) : null;
    }

    private static JsonNode size(Preprocessing.Size size) {
        return NODES.arrayNode().add(size.height()).add(size.width());
    }

    private static Preprocessing.Size size(JsonNode node) {
        return new Preprocessing.Size(node.path(0).asInt(), node.path(1).asInt());
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asDouble()));
        return values;
    }
}
