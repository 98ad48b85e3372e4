package dev.whence.engine.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Preprocessing as JSON: {@code {"channels": 3, "resize": [h, w] or n, "interpolation": "bilinear", "crop": [h, w] or
 * n, "scale": 0.0039, "mean": [...], "std": [...]}}, every key optional, no others allowed. {@code "resize": n} makes
 * the shorter side n pixels long, {@code "crop": n} is square.
 */
public final class PreprocessingJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KEYS =
            List.of("channels", "resize", "interpolation", "crop", "scale", "mean", "std");
    private static final int LONGEST_SIDE = 1 << 14;

    private PreprocessingJson() {}

    /**
     * Reads a file.
     *
     * @throws BadInputException if it cannot be read, naming it
     */
    public static Preprocessing read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException unreadable) {
            throw new BadInputException(
                    "Cannot read the preprocessing file " + file + "; check that it exists and is UTF-8 text.",
                    unreadable);
        }
    }

    /**
     * @param where names the text in messages
     * @throws BadInputException if the text is no JSON object or a value cannot be used
     */
    public static Preprocessing parse(String text, String where) {
        try {
            return of(JSON.readTree(text), where);
        } catch (JsonProcessingException broken) {
            throw new BadInputException("The preprocessing in " + where + " is not valid JSON; correct it.", broken);
        }
    }

    /**
     * @throws BadInputException if this is no object or a value cannot be used
     */
    public static Preprocessing of(JsonNode json, String where) {
        if (!json.isObject()) {
            throw new BadInputException("The preprocessing in " + where
                    + " is not a JSON object; write {\"mean\": [0.5], \"std\": [0.5]} for example.");
        }
        Iterator<String> keys = json.fieldNames();
        while (keys.hasNext()) {
            String key = keys.next();
            if (!KEYS.contains(key)) {
                throw new BadInputException("The preprocessing in " + where + " has the unknown key '" + key
                        + "'; known are " + String.join(", ", KEYS) + ".");
            }
        }
        JsonNode scale = json.get("scale");
        return new Preprocessing(
                channels(json.get("channels"), where),
                resize(json.get("resize"), where),
                interpolation(json.get("interpolation"), where),
                crop(json.get("crop"), where),
                scale == null || scale.isNull() ? 1.0 / 255.0 : number(scale, "scale", where, true),
                numbers(json.get("mean"), "mean", where, false),
                numbers(json.get("std"), "std", where, true));
    }

    /** The same preprocessing as compact JSON with the keys in fixed order, absent ones left out. */
    public static String format(Preprocessing preprocessing) {
        return toJson(preprocessing).toString();
    }

    /** See {@link #format}. */
    public static ObjectNode toJson(Preprocessing preprocessing) {
        ObjectNode json = JSON.createObjectNode();
        if (preprocessing.channels() != null) {
            json.put("channels", preprocessing.channels());
        }
        Preprocessing.Resize resize = preprocessing.resize();
        if (resize instanceof Preprocessing.Resize.Exact exact) {
            putSize(json.putArray("resize"), exact.size());
        } else if (resize instanceof Preprocessing.Resize.ShorterSide shorter) {
            json.put("resize", shorter.pixels());
        }
        if (resize != null) {
            json.put("interpolation", preprocessing.interpolation().name().toLowerCase(Locale.ROOT));
        }
        Preprocessing.Size crop = preprocessing.crop();
        if (crop != null) {
            putSize(json.putArray("crop"), crop);
        }
        json.put("scale", preprocessing.scale());
        if (!preprocessing.mean().isEmpty()) {
            preprocessing.mean().forEach(json.putArray("mean")::add);
        }
        if (!preprocessing.std().isEmpty()) {
            preprocessing.std().forEach(json.putArray("std")::add);
        }
        return json;
    }

    private static void putSize(ArrayNode array, Preprocessing.Size size) {
        array.add(size.height()).add(size.width());
    }

    private static @Nullable Integer channels(@Nullable JsonNode node, String where) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isInt() || (node.intValue() != 1 && node.intValue() != 3)) {
            throw wrong("channels", node, where, "1 or 3");
        }
        return node.intValue();
    }

    private static Preprocessing.@Nullable Resize resize(@Nullable JsonNode node, String where) {
        if (node == null || node.isNull()) {
            return null;
        }
        return node.isArray()
                ? new Preprocessing.Resize.Exact(size(node, "resize", where))
                : new Preprocessing.Resize.ShorterSide(side(node, "resize", where));
    }

    private static Preprocessing.@Nullable Size crop(@Nullable JsonNode node, String where) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (node.isArray()) {
            return size(node, "crop", where);
        }
        int side = side(node, "crop", where);
        return new Preprocessing.Size(side, side);
    }

    private static Preprocessing.Size size(JsonNode node, String key, String where) {
        if (node.size() != 2) {
            throw wrong(key, node, where, "[height, width] or one number");
        }
        return new Preprocessing.Size(side(node.get(0), key, where), side(node.get(1), key, where));
    }

    private static int side(JsonNode node, String key, String where) {
        if (!node.isInt() || node.intValue() < 1 || node.intValue() > LONGEST_SIDE) {
            throw wrong(key, node, where, "pixels from 1 to " + LONGEST_SIDE);
        }
        return node.intValue();
    }

    private static Preprocessing.Interpolation interpolation(@Nullable JsonNode node, String where) {
        if (node == null || node.isNull()) {
            return Preprocessing.Interpolation.BILINEAR;
        }
        for (Preprocessing.Interpolation known : Preprocessing.Interpolation.values()) {
            if (known.name().equalsIgnoreCase(node.asText())) {
                return known;
            }
        }
        throw wrong("interpolation", node, where, "bilinear, bicubic or nearest");
    }

    private static List<Double> numbers(@Nullable JsonNode node, String key, String where, boolean positive) {
        List<Double> values = new ArrayList<>();
        if (node == null || node.isNull()) {
            return values;
        }
        if (node.isNumber()) {
            values.add(number(node, key, where, positive));
        } else {
            node.forEach(value -> values.add(number(value, key, where, positive)));
        }
        if (values.size() != 1 && values.size() != 3) {
            throw wrong(key, node, where, "one number per channel");
        }
        return values;
    }

    private static double number(JsonNode node, String key, String where, boolean positive) {
        double value = node.asDouble();
        if (!node.isNumber() || !Double.isFinite(value) || (positive && value <= 0)) {
            throw wrong(key, node, where, positive ? "a number above 0" : "a number");
        }
        return value;
    }

    private static BadInputException wrong(String key, JsonNode node, String where, String expected) {
        return new BadInputException("The value " + node + " of '" + key + "' in the preprocessing of " + where
                + " cannot be used; give " + expected + ".");
    }
}
