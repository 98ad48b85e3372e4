package dev.whence.engine.model.reader.script;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.graph.CallSite.Scope;
import dev.whence.engine.model.reader.graph.ConstantTensor;
import dev.whence.engine.model.reader.pickle.PyObject;
import dev.whence.engine.model.reader.pickle.PyTuple;
import dev.whence.engine.model.reader.pickle.StoredTensor;
import dev.whence.engine.model.reader.script.Declarations.ClassDef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The modules of an archive with their paths, and the model's state in its own order. */
final class ModuleTree {

    private static final int MAX_NESTING = 200;

    /** Turns the description of an array into its values. */
    interface ArrayLoader {
        ConstantTensor load(String name, StoredTensor stored, boolean trainable);
    }

    private final PyObject root;
    private final CodeLibrary library;
    private final ArrayLoader loader;
    private final Map<PyObject, String> paths = new HashMap<>();
    private final Map<PyObject, Boolean> leaves = new HashMap<>();
    private final Map<PyObject, Boolean> weighted = new HashMap<>();
    private final Map<StoredTensor, ConstantTensor> arrays = new HashMap<>();
    private final Map<PyObject, Map<String, Object>> attributes = new HashMap<>();
    private final List<ConstantTensor> state = new ArrayList<>();
    private boolean inTraining;

    ModuleTree(PyObject root, CodeLibrary library, ArrayLoader loader) {
        this.root = root;
        this.library = library;
        this.loader = loader;
        visit(root, "", 0);
    }

    PyObject root() {
        return root;
    }

    /** Weights and buffers in the model's own order. */
    List<ConstantTensor> state() {
        return state;
    }

    /** Whether any module was saved in training mode. */
    boolean inTraining() {
        return inTraining;
    }

    /** All module paths. */
    Set<String> paths() {
        return new HashSet<>(paths.values());
    }

    /** The path of one module of each class. */
    Map<String, String> layerOfClass() {
        Map<String, String> layers = new LinkedHashMap<>();
        paths.forEach((module, path) -> layers.merge(module.className(), path, (a, b) -> a.compareTo(b) < 0 ? a : b));
        return layers;
    }

    boolean isModule(PyObject object) {
        return paths.containsKey(object);
    }

    Scope scope(PyObject module, int call) {
        return new Scope(
                paths.getOrDefault(module, ""),
                call,
                leaves.getOrDefault(module, false),
                weighted.getOrDefault(module, false));
    }

    /** A stored attribute, or null if there is none of that name. */
    @Nullable
    Object attribute(PyObject object, String name) {
        Map<String, Object> own = attributes.get(object);
        return own == null ? object.attributes().get(name) : own.get(name);
    }

    private void visit(PyObject module, String path, int depth) {
        if (depth > MAX_NESTING) {
            throw new BadInputException("the model's modules are nested too deeply; the file is not trusted");
        }
        if (paths.putIfAbsent(module, path) != null) {
            return;
        }
        ClassDef type = library.classNamed(module.className());
        if (type == null) {
            throw new BadInputException("the code of class " + module.className() + " is missing from the archive");
        }
        List<String> parameters = type.names("__parameters__");
        Map<String, Object> own = new LinkedHashMap<>();
        attributes.put(module, own);
        boolean leaf = true;
        boolean hasWeights = false;
        for (Map.Entry<String, Object> entry : module.attributes().entrySet()) {
            String name = entry.getKey();
            String full = path.isEmpty() ? name : path + "." + name;
            Object value = entry.getValue();
            if (value instanceof PyObject child) {
                leaf = false;
                visit(child, full, depth + 1);
                own.put(name, child);
            } else if (value instanceof StoredTensor stored) {
                hasWeights = true;
                own.put(name, array(full, stored, parameters.contains(name)));
            } else if (name.equals("training")) {
                inTraining |= value.equals(true);
                own.put(name, false);
            } else {
                own.put(name, resolved(full, value, 0));
            }
        }
        leaves.put(module, leaf);
        weighted.put(module, hasWeights);
    }

    private Object resolved(String name, Object value, int depth) {
        if (depth > MAX_NESTING) {
            throw new BadInputException("attribute " + name + " is nested too deeply; the file is not trusted");
        }
        if (value instanceof StoredTensor stored) {
            return array(name, stored, false);
        }
        if (value instanceof PyTuple tuple) {
            return new PyTuple(tuple.items().stream()
                    .map(item -> resolved(name, item, depth + 1))
                    .toList());
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(resolved(name, item, depth + 1)));
            return items;
        }
        return value;
    }

    private ConstantTensor array(String name, StoredTensor stored, boolean trainable) {
        ConstantTensor known = arrays.get(stored);
        if (known == null) {
            known = loader.load(name, stored, trainable);
            arrays.put(stored, known);
            state.add(known);
        }
        return known;
    }
}
