package dev.whence.engine.model.reader.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.archive.ZipContainer;
import dev.whence.engine.model.reader.graph.ConstantTensor;
import dev.whence.engine.model.reader.pickle.ArrayReader;
import dev.whence.engine.model.reader.pickle.ScalarType;
import dev.whence.engine.model.reader.pickle.StoredTensor;

/** Reads one array of an exported model from its raw bytes. */
final class ExportWeights {

    private ExportWeights() {}

    /**
     * @param folder where the raw bytes lie
     * @param name of the array in the model's state
     * @param entry its description
     * @throws BadInputException if it is pickled, of an unknown type, missing or damaged
     */
    static ConstantTensor load(ZipContainer archive, ArrayReader arrays, String folder, String name, JsonNode entry) {
        String key = entry.path("path_name").asText();
        if (entry.path("use_pickle").asBoolean(false)) {
            throw new BadInputException("weight " + name
                    + " is stored as a Python pickle inside the exported model, which is not read; export a model whose"
                    + " weights are plain arrays");
        }
        JsonNode meta = entry.path("tensor_meta");
        int code = meta.path("dtype").asInt();
        ScalarType type = ScalarType.ofExportCode(code);
        if (type == null) {
            throw new BadInputException("weight " + name + " has the unknown type " + code);
        }
        String part = folder + "/" + key;
        if (!archive.has(part)) {
            throw new BadInputException(
                    "weight data " + part + " of " + name + " is missing from the archive; save the model again");
        }
        StoredTensor.Storage storage = new StoredTensor.Storage(type, key, archive.size(part) / type.bytes());
        StoredTensor stored = new StoredTensor(
                storage,
                number(meta.path("storage_offset")),
                numbers(meta.path("sizes")),
                numbers(meta.path("strides")));
        return ConstantTensor.named(
                name, arrays.load(folder, name, stored), entry.path("is_param").asBoolean(false));
    }

    private static long[] numbers(JsonNode list) {
        long[] numbers = new long[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(list.get(i));
        }
        return numbers;
    }

    private static long number(JsonNode size) {
        return size.path("as_int").asLong(-1);
    }
}
