package dev.whence.engine.model.reader.graph;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.reader.pickle.PyNone;
import dev.whence.engine.model.reader.pickle.PyTuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of an operation with its arguments bound to the names of its schema. */
final class OpCall {

    private final String operation;
    private final Map<String, Object> arguments;
    private final GraphBuilder graph;

    OpCall(String operation, Map<String, Object> arguments, GraphBuilder graph) {
        this.operation = operation;
        this.arguments = arguments;
        this.graph = graph;
    }

    GraphBuilder graph() {
        return graph;
    }

    /** The name without a trailing underscore. */
    String label() {
        return inPlace() ? operation.substring(0, operation.length() - 1) : operation;
    }

    boolean inPlace() {
        return operation.endsWith("_") && !operation.endsWith("__");
    }

    Object get(String name) {
        Object value = arguments.get(name);
        if (value == null) {
            throw new IllegalStateException(operation + " has no argument " + name);
        }
        return value;
    }

    boolean has(String name) {
        return get(name) != PyNone.NONE;
    }

    boolean isImage(String name) {
        return get(name) instanceof GraphTensor;
    }

    GraphTensor image(String name) {
        if (get(name) instanceof GraphTensor value) {
            return value;
        }
        throw wrongArgument(name);
    }

    ConstantTensor constant(String name) {
        if (get(name) instanceof ConstantTensor value) {
            return value;
        }
        if (isImage(name)) {
            throw refuse("operation aten::" + operation + " with a weight computed from the image is not supported");
        }
        throw wrongArgument(name);
    }

    @Nullable
    ConstantTensor optionalConstant(String name) {
        return has(name) ? constant(name) : null;
    }

    int integer(String name) {
        return toInt(name, get(name));
    }

    double number(String name) {
        Double value = Scalars.toDouble(get(name));
        if (value == null) {
            throw wrongArgument(name);
        }
        return value;
    }

    boolean flag(String name) {
        if (get(name) instanceof Boolean value) {
            return value;
        }
        throw wrongArgument(name);
    }

    List<Object> items(String name) {
        return items(name, get(name));
    }

    private List<Object> items(String name, Object value) {
        if (value instanceof PyTuple tuple) {
            return tuple.items();
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw wrongArgument(name);
    }

    /** A list of whole numbers; a single number counts as a list of one. */
    List<Integer> integers(String name) {
        Object value = get(name);
        if (Scalars.toLong(value) != null) {
            return List.of(toInt(name, value));
        }
        return items(name, value).stream().map(item -> toInt(name, item)).toList();
    }

    /** Vertical and horizontal size; one number serves both. */
    Op.Pair pair(String name) {
        List<Integer> sizes = integers(name);
        if (sizes.isEmpty() || sizes.size() > 2) {
            throw wrongArgument(name);
        }
        return new Op.Pair(sizes.get(0), sizes.get(sizes.size() - 1));
    }

    /** An axis counted from the front. */
    int axis(String name, int rank) {
        return axis(integer(name), rank);
    }

    int axis(int axis, int rank) {
        int counted = axis < 0 ? axis + rank : axis;
        if (counted < 0 || counted >= rank) {
            throw refuse("operation aten::" + operation + " names axis " + axis + " of a value with " + rank + " axes");
        }
        return counted;
    }

    private int toInt(String name, Object value) {
        Long number = Scalars.toLong(value);
        if (number == null) {
            throw wrongArgument(name);
        }
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }

    BadInputException wrongArgument(String name) {
        Object value = get(name);
        if (value instanceof Unrepresentable unknown) {
            return refuse(unknown.reason());
        }
        return refuse(
                "operation aten::" + operation + " is called in a way that is not supported (argument " + name + ")");
    }

    BadInputException refuse(String text) {
        return graph.refuse(text);
    }

    /** Adds a layer of the operation's own kind whose result has the given shape. */
    GraphTensor add(Op op, int[] shape, GraphTensor input) {
        return graph.draft(label(), false).add(op, shape, input);
    }

    /** Adds an element-wise layer, in place if the operation is. */
    GraphTensor elementwise(Op op, GraphTensor input) {
        GraphBuilder.Draft draft = graph.draft(label(), false);
        return inPlace() ? draft.addInPlace(op, input, input) : draft.add(op, input.shape(), input);
    }
}
