package dev.whence.engine.model.reader.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whence.engine.model.reader.pickle.PyNone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the arguments of an exported call into the values the table of operations knows. */
final class ExportArguments {

    /** PyTorch's own number of bfloat16; all other types are numbered one lower there than in exported files. */
    private static final long BFLOAT16_NUMBER = 15;

    private static final long BFLOAT16_CODE = 13;

    private final Function<String, Object> values;

    /** @param values the value of a name; throws if there is none */
    ExportArguments(Function<String, Object> values) {
        this.values = values;
    }

    /** The value of an argument such as {@code {"as_int": 1}}, or null if its kind is unknown. */
    @Nullable
    Object value(JsonNode argument) {
        for (Map.Entry<String, JsonNode> entry : argument.properties()) {
            JsonNode content = entry.getValue();
            return switch (entry.getKey()) {
                case "as_none" -> PyNone.NONE;
                case "as_tensor", "as_name" -> named(content);
                case "as_tensors", "as_optional_tensors", "as_nested_tensors" -> list(content, this::element);
                case "as_int", "as_memory_format", "as_layout" -> content.asLong();
                case "as_ints" -> list(content, JsonNode::asLong);
                case "as_float" -> real(content);
                case "as_floats" -> list(content, ExportArguments::real);
                case "as_bool" -> content.asBoolean();
                case "as_bools" -> list(content, JsonNode::asBoolean);
                case "as_string" -> content.asText();
                case "as_strings" -> list(content, JsonNode::asText);
                case "as_sym_int", "as_sym_float", "as_sym_bool" -> value(content);
                case "as_sym_ints", "as_sym_floats", "as_sym_bools" -> list(content, this::value);
                case "as_scalar_type" -> scalarType(content.asLong());
                case "as_device" -> content.path("type").asText("cpu");
                default -> null;
            };
        }
        return null;
    }

    private @Nullable Object element(JsonNode content) {
        return content.has("name") ? named(content) : value(content);
    }

    private Object named(JsonNode content) {
        return values.apply(
                content.isTextual() ? content.asText() : content.path("name").asText());
    }

    private static @Nullable Object list(JsonNode content, Function<JsonNode, @Nullable Object> element) {
        List<Object> items = new ArrayList<>();
        for (JsonNode item : content) {
            Object value = element.apply(item);
            if (value == null) {
                return null;
            }
            items.add(value);
        }
        return items;
    }

    /** Numbers that JSON cannot write stand there as text. */
    private static Object real(JsonNode content) {
        return switch (content.asText()) {
            case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
            case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            case "NaN", "nan" -> Double.NaN;
            default -> content.asDouble();
        };
    }

    private static long scalarType(long code) {
        return code == BFLOAT16_CODE ? BFLOAT16_NUMBER : code - 1;
    }
}
