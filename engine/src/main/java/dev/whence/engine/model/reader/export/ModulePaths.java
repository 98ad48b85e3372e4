package dev.whence.engine.model.reader.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whence.engine.model.reader.graph.CallSite.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The modules of an exported model, as far as its graph tells. */
final class ModulePaths {

    /** Repeated calls of a module are marked {@code @1}, {@code @2}, ... */
    private static final Pattern REPETITION = Pattern.compile("@\\d+");

    private final TreeSet<String> paths = new TreeSet<>();
    private final Set<String> weighted = new HashSet<>();

    /**
     * @param graph with its nodes
     * @param calls the recorded module calls
     * @param state names of weights and buffers
     */
    ModulePaths(JsonNode graph, JsonNode calls, Iterable<String> state) {
        paths.add("");
        calls.forEach(call -> paths.add(plain(call.path("fqn").asText())));
        graph.path("nodes").forEach(node -> paths.add(path(node)));
        for (String name : state) {
            String owner = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
            paths.add(owner);
            weighted.add(owner);
        }
    }

    Set<String> all() {
        return Set.copyOf(paths);
    }

    private boolean leaf(String path) {
        String below = path.isEmpty() ? "" : path + ".";
        String next = paths.higher(below);
        return next == null || !next.startsWith(below);
    }

    private static String plain(String path) {
        return REPETITION.matcher(path).replaceAll("");
    }

    /** The innermost module whose code made a node. */
    private static String path(JsonNode node) {
        String[] fields = innermost(node).split(",", -1);
        return fields.length < 2 || !fields[0].startsWith("L_") ? "" : plain(fields[1]);
    }

    private static String innermost(JsonNode node) {
        String stack = node.path("metadata").path("nn_module_stack").asText();
        return stack.substring(stack.lastIndexOf(';') + 1);
    }

    /** Counts calls while the graph is walked once. */
    final class Walk {

        private final Map<String, List<String>> calls = new HashMap<>();

        /** The module to which a node belongs. */
        Scope scope(JsonNode node) {
            String path = path(node);
            List<String> known = calls.computeIfAbsent(path, key -> new ArrayList<>());
            String call = innermost(node);
            if (!known.contains(call)) {
                known.add(call);
            }
            return new Scope(path, known.indexOf(call) + 1, leaf(path), weighted.contains(path));
        }
    }
}
