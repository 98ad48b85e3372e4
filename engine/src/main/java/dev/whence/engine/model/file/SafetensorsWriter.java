package dev.whence.engine.model.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Weights in the safetensors format: 8 bytes with the header's length, a JSON header, little-endian data. */
public final class SafetensorsWriter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK = 1 << 14;

    private SafetensorsWriter() {}

    /**
     * Writes a file, atomically.
     *
     * @param weights by name, in the order of iteration; all become float32
     * @param metadata free texts by name
     * @throws dev.whence.engine.WorkFailedException if the place cannot be written to
     */
    public static void write(Path file, Map<String, Tensor> weights, Map<String, String> metadata) {
        byte[] header = header(weights, metadata);
        AtomicFiles.write(file, out -> {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(header.length).array());
            out.write(header);
            for (Tensor weight : weights.values()) {
                write(out, weight.toFloat32().floats());
            }
        });
    }

    private static byte[] header(Map<String, Tensor> weights, Map<String, String> metadata) {
        ObjectNode json = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = json.putObject("__metadata__");
            metadata.forEach(texts::put);
        }
        long from = 0;
        for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
            ObjectNode entry = json.putObject(weight.getKey()).put("dtype", "F32");
            ArrayNode shape = entry.putArray("shape");
            for (int size : weight.getValue().shape().toArray()) {
                shape.add(size);
            }
            long to = from + 4L * weight.getValue().size();
            entry.putArray("data_offsets").add(from).add(to);
            from = to;
        }
        StringBuilder text = new StringBuilder(json.toString());
        // The data start at a multiple of eight bytes, as readers that map the file like it.
        while (text.toString().getBytes(StandardCharsets.UTF_8).length % 8 != 0) {
            text.append(' ');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            chunk.clear().asFloatBuffer().put(values, from, count);
            out.write(chunk.array(), 0, count * Float.BYTES);
        }
    }
}
