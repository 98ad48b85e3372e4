package dev.whence.engine.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a result was computed from. Change any of it and the result is another one.
 *
 * @param model SHA-256 of the model's file
 * @param dataset manifest hash of the images
 * @param preprocessing as JSON
 * @param layer name of the final layer
 * @param method id of what was computed
 * @param methodVersion its version
 * @param settings of the method by key
 * @param seed of every random choice
 * @param engineVersion version of this library
 * @param precision floating point width
 */
public record ArtifactKey(
        String model,
        String dataset,
        String preprocessing,
        String layer,
        String method,
        String methodVersion,
        SortedMap<String, String> settings,
        long seed,
        String engineVersion,
        String precision) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public ArtifactKey {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /**
     * The key of an answer that a prepared method gives.
     *
     * @param what is asked for
     * @param question everything the answer depends on besides this preparation
     */
    public ArtifactKey derived(String what, String question) {
        SortedMap<String, String> values = new TreeMap<>(settings);
        values.put("question", question);
        return new ArtifactKey(
                model,
                dataset,
                preprocessing,
                layer,
                method + ":" + what,
                methodVersion,
                values,
                seed,
                engineVersion,
                precision);
    }

    /** The key as JSON; equal keys give equal text. */
    public ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode()
                .put("model", model)
                .put("dataset", dataset)
                .put("preprocessing", preprocessing)
                .put("layer", layer)
                .put("method", method)
                .put("methodVersion", methodVersion);
        ObjectNode values = json.putObject("settings");
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            values.put(setting.getKey(), setting.getValue());
        }
        return json.put("seed", seed).put("engineVersion", engineVersion).put("precision", precision);
    }

    /** SHA-256 of {@link #toJson}, 64 lower-case hex digits: the name of the result on disk. */
    public String hash() {
        return sha256(toJson().toString().getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
