package dev.whence.engine.model.reader.graph;

import dev.whence.engine.model.reader.pickle.PyNone;
import dev.whence.engine.model.reader.pickle.PyTuple;
import java.util.List;
import java.util.Map;

/** Access to single entries and truth tests, as the evaluator needs them outside of operations. */
public final class Indexing {

    private Indexing() {}

    /**
     * {@code container[key]} for lists, tuples and dictionaries.
     *
     * @throws dev.whence.engine.BadInputException if there is no such entry
     */
    public static Object item(GraphBuilder graph, Object container, Object key) {
        if (container instanceof Map<?, ?> map) {
            Object value = map.get(key);
            if (value != null) {
                return value;
            }
        }
        List<?> items = container instanceof PyTuple tuple
                ? tuple.items()
                : container instanceof List<?> list ? list : List.of();
        Long index = Scalars.toLong(key);
        if (index != null) {
            long position = index < 0 ? index + items.size() : index;
            if (position >= 0 && position < items.size()) {
                return items.get((int) position);
            }
        }
        throw graph.refuse("the model's code reads an entry that does not exist");
    }

    /**
     * Python's truth of a value.
     *
     * @throws dev.whence.engine.BadInputException if it depends on the image
     */
    public static boolean truth(GraphBuilder graph, Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value == PyNone.NONE) {
            return false;
        }
        if (value instanceof Unrepresentable || value instanceof GraphTensor) {
            throw graph.refuse("a branch depends on the image's values, so the model has no fixed layer graph and"
                    + " cannot be explained; write it without the branch");
        }
        Double number = Scalars.toDouble(value);
        if (number != null) {
            return number != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        if (value instanceof PyTuple tuple) {
            return !tuple.items().isEmpty();
        }
        return !(value instanceof List<?> list) || !list.isEmpty();
    }
}
