package dev.whence.engine.model.reader.weights;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.archive.ZipContainer;
import dev.whence.engine.model.reader.graph.ModelSource;
import dev.whence.engine.model.reader.pickle.ArrayReader;
import dev.whence.engine.model.reader.pickle.StoredTensor;
import dev.whence.engine.model.reader.pickle.Unpickler;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files written by {@code torch.save}: a dictionary of weights, possibly inside a checkpoint. */
public final class WeightsOnly {

    private static final long MAX_PICKLE = 64L << 20;

    private static final List<String> NESTED = List.of("state_dict", "model_state_dict", "model");

    private WeightsOnly() {}

    /**
     * Reads a state dictionary and rebuilds the architecture it belongs to.
     *
     * @throws BadInputException if it is not one, or of no architecture with a template
     */
    public static ModelSource read(ZipContainer archive) throws IOException {
        Weights weights = weights(archive);
        return ModelZoo.match(weights.byName(), "state_dict", weights.inside());
    }

    /**
     * The weights themselves.
     *
     * @param byName in the order of the file
     * @param inside in which entry of a checkpoint they were, in words; empty if at the top
     */
    record Weights(Map<String, Tensor> byName, String inside) {}

    static Weights weights(ZipContainer archive) throws IOException {
        Object content = Unpickler.read(archive.read("data.pkl", MAX_PICKLE), "data.pkl");
        String inside = "";
        if (content instanceof Map<?, ?> checkpoint) {
            for (String key : NESTED) {
                if (checkpoint.get(key) instanceof Map<?, ?> nested) {
                    content = nested;
                    inside = " (in its entry '" + key + "')";
                    break;
                }
            }
        }
        if (!(content instanceof Map<?, ?> entries)) {
            throw new BadInputException("the file holds no dictionary of weights; save the model with"
                    + " torch.jit.trace(model.eval(), example).save(\"model.pt\")");
        }
        ArrayReader arrays = new ArrayReader(archive);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        entries.forEach((name, value) -> {
            if (name instanceof String text && value instanceof StoredTensor stored) {
                weights.put(text, arrays.load("data", text, stored));
            }
        });
        return new Weights(weights, inside);
    }
}
