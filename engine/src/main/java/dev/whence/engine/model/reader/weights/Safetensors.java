package dev.whence.engine.model.reader.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whence.engine.BadInputException;
import dev.whence.engine.model.file.NetworkFiles;
import dev.whence.engine.model.reader.graph.ModelSource;
import dev.whence.engine.model.reader.pickle.ScalarType;
import dev.whence.engine.model.reader.pickle.StoredArrays;
import dev.whence.engine.model.reader.pickle.StoredTensor;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Weights in the safetensors format: a JSON header and raw little-endian data. */
public final class Safetensors {

    private static final long MAX_HEADER = 100L << 20;

    private Safetensors() {}

    /**
     * Reads all weights and the layers they belong to: those of the {@code network.json} beside the file, or of a known
     * architecture.
     *
     * @throws BadInputException if the file is damaged or of no architecture with a template
     */
    public static ModelSource read(Path file) throws IOException {
        Optional<Path> layers = NetworkFiles.layersOf(file);
        return file.endsWith(NetworkFiles.WEIGHTS) && layers.isPresent()
                ? NetworkSource.read(layers.get())
                : ModelZoo.match(weights(file), "safetensors", "");
    }

    /** The weights by name, in the order of the header. */
    static Map<String, Tensor> weights(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            long header = size < 8 ? -1 : bytes(channel, 0, 8).getLong(0);
            if (header < 2 || header > size - 8 || header > MAX_HEADER) {
                throw new BadInputException("the header claims to be larger than the file ("
                        + Long.toUnsignedString(header) + " bytes); copy or save the file again");
            }
            JsonNode names = parse(bytes(channel, 8, (int) header).array());
            long free = Runtime.getRuntime().maxMemory() / 2;
            if (size > free) {
                throw new BadInputException("the weights need more than " + (free >> 20)
                        + " MB of memory; start Whence with a larger heap (-Xmx)");
            }
            Map<String, Tensor> weights = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : names.properties()) {
                if (!entry.getKey().equals("__metadata__")) {
                    weights.put(entry.getKey(), weight(channel, 8 + header, entry.getKey(), entry.getValue()));
                }
            }
            return weights;
        }
    }

    private static JsonNode parse(byte[] header) throws IOException {
        try {
            JsonNode names = new ObjectMapper().readTree(header);
            if (names != null && names.isObject()) {
                return names;
            }
        } catch (JsonProcessingException e) {
            throw new BadInputException("the header of the safetensors file is damaged; copy or save it again", e);
        }
        throw new BadInputException("the header of the safetensors file is damaged; copy or save it again");
    }

    private static Tensor weight(FileChannel channel, long start, String name, JsonNode entry) throws IOException {
        ScalarType type = ScalarType.ofSafetensorsName(entry.path("dtype").asText());
        JsonNode offsets = entry.path("data_offsets");
        if (type == null || !offsets.isArray() || offsets.size() != 2) {
            throw new BadInputException("weight " + name + " has the unknown type "
                    + entry.path("dtype").asText());
        }
        long from = offsets.get(0).asLong(-1);
        long to = offsets.get(1).asLong(-1);
        if (from < 0 || to < from || to > channel.size() - start || to - from > Integer.MAX_VALUE - 16) {
            throw new BadInputException("tensor " + name + " reaches outside its stored data; save the file again");
        }
        JsonNode shape = entry.path("shape");
        long[] sizes = new long[shape.size()];
        long[] strides = new long[shape.size()];
        long step = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            sizes[i] = shape.get(i).asLong(-1);
            strides[i] = step;
            step = sizes[i] < 0 || sizes[i] > Integer.MAX_VALUE || step > Integer.MAX_VALUE ? -1 : step * sizes[i];
        }
        StoredTensor.Storage storage = new StoredTensor.Storage(type, "0", (to - from) / type.bytes());
        return StoredArrays.decode(
                name,
                new StoredTensor(storage, 0, sizes, strides),
                bytes(channel, start + from, (int) (to - from)).array());
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new BadInputException("the file is incomplete; copy or save it again");
            }
        }
        buffer.flip();
        return buffer;
    }
}
