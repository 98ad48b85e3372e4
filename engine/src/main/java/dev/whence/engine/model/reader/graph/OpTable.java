package dev.whence.engine.model.reader.graph;

import dev.whence.engine.model.reader.pickle.PyNone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All operations a model may call, by name without {@code aten::}. */
public final class OpTable {

    private record Entry(List<String> names, List<Object> defaults, OpRule rule) {}

    private static final OpTable STANDARD = new OpTable();

    /** Arguments that say where and how values are kept, not what they are. */
    private static final Set<String> HARMLESS =
            Set.of("memory_format", "layout", "device", "dtype", "pin_memory", "non_blocking", "copy", "implicit");

    private final Map<String, Entry> entries = new HashMap<>();

    private OpTable() {
        WeightOps.register(this);
        PoolingOps.register(this);
        ActivationOps.register(this);
        ArithmeticOps.register(this);
        ShapeOps.register(this);
        ScalarOps.register(this);
    }

    public static OpTable standard() {
        return STANDARD;
    }

    /** Whether the operation can be translated. */
    public boolean has(String operation) {
        return entries.containsKey(operation);
    }

    /** Names of all operations. */
    public Set<String> operations() {
        return Set.copyOf(entries.keySet());
    }

    /**
     * Translates one call.
     *
     * @param named arguments by name; {@code self} and {@code input} both mean the first
     * @throws dev.whence.engine.BadInputException if the operation or this use of it is not supported
     */
    public Object call(GraphBuilder graph, String operation, List<Object> positional, Map<String, Object> named) {
        Entry entry = entries.get(operation);
        if (entry == null) {
            throw graph.refuse(UnsupportedOperations.sentence(operation));
        }
        Map<String, Object> bound = new LinkedHashMap<>();
        for (int i = 0; i < entry.names().size(); i++) {
            String name = entry.names().get(i);
            Object value = i < positional.size() ? positional.get(i) : named.get(name);
            if (value == null && i == 0) {
                value = named.get("input");
            }
            if (value == null) {
                value = entry.defaults().get(i);
            }
            if (value == Missing.MISSING) {
                throw graph.refuse("operation aten::" + operation + " is called without its argument " + name);
            }
            bound.put(name, value);
        }
        if (positional.size() > entry.names().size()) {
            throw graph.refuse("operation aten::" + operation + " is called with too many arguments");
        }
        requireKnown(graph, operation, entry, named);
        for (Object value : bound.values()) {
            if (value instanceof Unrepresentable unknown && !operation.equals("Bool") && !comparison(operation)) {
                throw graph.refuse(unknown.reason());
            }
        }
        return entry.rule().apply(new OpCall(operation, bound, graph));
    }

    private static void requireKnown(GraphBuilder graph, String operation, Entry entry, Map<String, Object> named) {
        for (Map.Entry<String, Object> argument : named.entrySet()) {
            String name = argument.getKey();
            boolean known = entry.names().contains(name) || HARMLESS.contains(name) || name.equals("input");
            if (!known && argument.getValue() != PyNone.NONE) {
                throw graph.refuse("operation aten::" + operation + " with the argument " + name + " is not supported");
            }
        }
    }

    private static boolean comparison(String operation) {
        return operation.startsWith("__")
                || Set.of("lt", "le", "gt", "ge", "eq", "ne").contains(operation);
    }

    private enum Missing {
        MISSING
    }

    /**
     * Adds an operation.
     *
     * @param schema names of the arguments in order with defaults, for example {@code flatten(self, start_dim=0)}
     */
    void add(String schema, OpRule rule) {
        int open = schema.indexOf('(');
        List<String> names = new ArrayList<>();
        List<Object> defaults = new ArrayList<>();
        String list = schema.substring(open + 1, schema.length() - 1);
        for (String part : list.isEmpty() ? new String[0] : list.split(", ")) {
            int equals = part.indexOf('=');
            names.add(equals < 0 ? part : part.substring(0, equals));
            defaults.add(equals < 0 ? Missing.MISSING : literal(part.substring(equals + 1)));
        }
        entries.put(schema.substring(0, open), new Entry(names, defaults, rule));
    }

    /** Adds an operation and its in-place twin, whose name ends in an underscore. */
    void addBoth(String schema, OpRule rule) {
        add(schema, rule);
        int open = schema.indexOf('(');
        add(schema.substring(0, open) + "_" + schema.substring(open), rule);
    }

    private static Object literal(String text) {
        return switch (text) {
            case "None" -> PyNone.NONE;
            case "True" -> true;
            case "False" -> false;
            case "[]" -> List.of();
            default -> {
                if (text.startsWith("'")) {
                    yield text.substring(1, text.length() - 1);
                }
                if (text.contains(".")) {
                    yield Double.valueOf(text);
                }
                yield Long.valueOf(text);
            }
        };
    }
}
