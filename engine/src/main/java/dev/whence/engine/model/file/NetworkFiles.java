package dev.whence.engine.model.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.data.ContentHash;
import dev.whence.engine.model.Network;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A folder with a network: {@code network.json} and {@code model.safetensors}. */
public final class NetworkFiles {

    public static final String NETWORK = "network.json";
    public static final String WEIGHTS = "model.safetensors";

    private static final ObjectMapper JSON = new ObjectMapper();

    private NetworkFiles() {}

    /**
     * Writes both files, each atomically. The layers name the hash of the weights, so that the hash of either file stands
     * for the whole network.
     *
     * @throws dev.whence.engine.WorkFailedException if the folder cannot be written to
     */
    public static void write(Path folder, Network network) {
        Map<String, Tensor> weights = new LinkedHashMap<>(network.parameters());
        weights.putAll(network.buffers());
        Path file = folder.resolve(WEIGHTS);
        SafetensorsWriter.write(file, weights, Map.of("format", "pt"));
        ObjectNode json = NetworkJson.of(network, WEIGHTS, hash(file));
        AtomicFiles.writeText(folder.resolve(NETWORK), json.toPrettyString() + "\n");
    }

    /** The layers that lie beside a weights file, if there are any. */
    public static Optional<Path> layersOf(Path weights) {
        Path layers = weights.resolveSibling(NETWORK);
        return Files.isRegularFile(layers) ? Optional.of(layers) : Optional.empty();
    }

    /** Whether the first bytes of a file are those of a {@code network.json}. */
    public static boolean startsLikeLayers(String head) {
        return head.stripLeading().startsWith("{") && head.contains(NetworkJson.FORMAT);
    }

    /**
     * The weights file that a {@code network.json} names.
     *
     * @throws BadInputException if it is not there
     */
    public static Path weightsOf(Path layers) throws IOException {
        Path weights = layers.resolveSibling(WEIGHTS);
        if (!Files.isRegularFile(weights)) {
            throw new BadInputException("the file " + WEIGHTS + " that belongs to it is not beside it; copy both");
        }
        return weights;
    }

    /**
     * Reads the layers and gives them their weights.
     *
     * @param weights as read from {@link #weightsOf}
     * @throws BadInputException if the file is damaged or the weights belong to another network
     */
    public static Network read(Path layers, Map<String, Tensor> weights) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readString(layers));
            if (!json.path(NetworkJson.WEIGHTS_HASH).asText().equals(hash(weightsOf(layers)))) {
                throw new BadInputException("the weights in " + WEIGHTS
                        + " beside it are not those it was written with; copy both files from the same folder again");
            }
            return NetworkJson.network(json, weights);
        } catch (JsonProcessingException e) {
            throw new BadInputException(NETWORK + " is not valid JSON; export the model again", e);
        }
    }

    private static String hash(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            ContentHash hash = new ContentHash();
            byte[] block = new byte[1 << 16];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                hash.add(Arrays.copyOf(block, count));
            }
            return hash.hex();
        } catch (IOException e) {
            throw new WorkFailedException("Cannot read " + file + "; check its permissions.", e);
        }
    }
}
