package dev.whence.engine.model.reader.script;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.graph.CallSite;
import dev.whence.engine.model.reader.graph.GraphBuilder;
import dev.whence.engine.model.reader.graph.Indexing;
import dev.whence.engine.model.reader.graph.OpTable;
import dev.whence.engine.model.reader.graph.UnsupportedOperations;
import dev.whence.engine.model.reader.pickle.PyNone;
import dev.whence.engine.model.reader.pickle.PyObject;
import dev.whence.engine.model.reader.pickle.PyTuple;
import dev.whence.engine.model.reader.script.Declarations.ClassDef;
import dev.whence.engine.model.reader.script.Declarations.FunctionDef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the model's source with real options and sizes and a symbolic image: everything but the image's path is computed
 * away, the path becomes the graph.
 */
final class Evaluator implements CallSite {

    private static final int MAX_STEPS = 5_000_000;
    private static final int MAX_CALLS = 150;
    private static final int MAX_LOOP = 100_000;

    private record FunctionValue(FunctionDef function) {}

    private record MethodValue(PyObject owner, FunctionDef method) {}

    private record TypeValue(String qualified, ClassDef type) {}

    private record Operation(String name) {}

    /** A call of a module's method as seen from outside. */
    private record ModuleCall(PyObject module, Scope scope) {}

    private final CodeLibrary library;
    private final ModuleTree tree;
    private final List<Object> constants;
    private final Map<PyObject, Integer> calls = new HashMap<>();
    private final Deque<ModuleCall> modules = new ArrayDeque<>();
    private @Nullable GraphBuilder graph;
    private Place place = new Place("code", 0);
    private int steps;
    private int depth;

    Evaluator(CodeLibrary library, ModuleTree tree, List<Object> constants) {
        this.library = library;
        this.tree = tree;
        this.constants = constants;
    }

    /** The value the model returns for its input. */
    Object run(GraphBuilder builder) {
        this.graph = builder;
        PyObject root = tree.root();
        FunctionDef forward = method(root, "forward");
        if (forward == null) {
            throw new BadInputException("the archive has no forward method, so it is not a model");
        }
        List<Object> arguments = new ArrayList<>(List.of(builder.input()));
        return invokeMethod(root, forward, arguments, Map.of());
    }

    @Override
    public String describe() {
        String path = scope().path();
        return path.isEmpty() ? place.toString() : place + ", layer '" + path + "'";
    }

    @Override
    public Scope scope() {
        ModuleCall current = modules.peek();
        return current == null ? new Scope("", 1, false, false) : current.scope();
    }

    private GraphBuilder graph() {
        if (graph == null) {
            throw new IllegalStateException("not running");
        }
        return graph;
    }

    private BadInputException refuse(String text) {
        return graph().refuse(text);
    }

    private @Nullable FunctionDef method(PyObject object, String name) {
        ClassDef type = library.classNamed(object.className());
        return type == null ? null : type.methods().get(name);
    }

    private Object invokeMethod(
            PyObject owner, FunctionDef method, List<Object> arguments, Map<String, Object> keywords) {
        List<Object> all = new ArrayList<>(List.of(owner));
        all.addAll(arguments);
        ModuleCall current = modules.peek();
        if (current != null && current.module() == owner) {
            return invoke(method, all, keywords);
        }
        Place caller = place;
        modules.push(new ModuleCall(owner, tree.scope(owner, calls.merge(owner, 1, Integer::sum))));
        Object result = invoke(method, all, keywords);
        modules.pop();
        place = caller;
        return result;
    }

    private Object invoke(FunctionDef function, List<Object> arguments, Map<String, Object> keywords) {
        if (++depth > MAX_CALLS) {
            throw refuse("the model's code calls itself too deeply");
        }
        Map<String, Object> locals = new HashMap<>();
        List<Declarations.Parameter> parameters = function.parameters();
        if (arguments.size() > parameters.size()) {
            throw refuse("a function of the model is called with too many arguments");
        }
        for (int i = 0; i < parameters.size(); i++) {
            Declarations.Parameter parameter = parameters.get(i);
            Object value = i < arguments.size() ? arguments.get(i) : keywords.get(parameter.name());
            Expr fallback = parameter.defaultValue();
            if (value == null && fallback != null) {
                value = evaluate(fallback, locals);
            }
            if (value == null) {
                throw refuse("the model wants more than one input (argument '" + parameter.name()
                        + "'); an image classifier takes one image");
            }
            locals.put(parameter.name(), value);
        }
        Object result = run(function.body(), locals);
        depth--;
        return result == null ? PyNone.NONE : result;
    }

    /** Runs statements; returns the returned value, or null if the end was reached. */
    private @Nullable Object run(List<Stmt> statements, Map<String, Object> locals) {
        for (Stmt statement : statements) {
            step(statement.place());
            Object result = null;
            if (statement instanceof Stmt.Assign assign) {
                assign(assign, locals);
            } else if (statement instanceof Stmt.Evaluate evaluate) {
                evaluate(evaluate.value(), locals);
            } else if (statement instanceof Stmt.Return returned) {
                return evaluate(returned.value(), locals);
            } else if (statement instanceof Stmt.If choice) {
                boolean test = truth(choice.test(), locals);
                result = run(test ? choice.then() : choice.otherwise(), locals);
            } else if (statement instanceof Stmt.While loop) {
                result = runWhile(loop, locals);
            } else if (statement instanceof Stmt.For loop) {
                result = runFor(loop, locals);
            }
            if (result != null) {
                return result;
            }
        }
        return null;
    }

    private boolean truth(Expr test, Map<String, Object> locals) {
        Object value = evaluate(test, locals);
        place = test.place();
        return Indexing.truth(graph(), value);
    }

    private @Nullable Object runWhile(Stmt.While loop, Map<String, Object> locals) {
        for (int round = 0; truth(loop.test(), locals); round++) {
            requireFinite(round);
            Object result = run(loop.body(), locals);
            if (result != null) {
                return result;
            }
        }
        return null;
    }

    private @Nullable Object runFor(Stmt.For loop, Map<String, Object> locals) {
        int round = 0;
        for (Object item : sequence(evaluate(loop.sequence(), locals))) {
            requireFinite(round++);
            bind(loop.target(), item, locals);
            Object result = run(loop.body(), locals);
            if (result != null) {
                return result;
            }
        }
        return null;
    }

    private void requireFinite(int round) {
        if (round > MAX_LOOP) {
            throw refuse("a loop in the model's code runs more than " + MAX_LOOP + " times");
        }
    }

    private List<Object> sequence(Object value) {
        if (value instanceof PyTuple tuple) {
            return tuple.items();
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        if (value instanceof PyObject object && isNamedTuple(object)) {
            return new ArrayList<>(object.attributes().values());
        }
        throw refuse("the model's code takes apart a value that is not a list");
    }

    private boolean isNamedTuple(PyObject object) {
        ClassDef type = library.classNamed(object.className());
        return type != null && type.base().equals("NamedTuple");
    }

    private void step(Place at) {
        place = at;
        if (++steps > MAX_STEPS) {
            throw refuse("the model's code runs too long while its structure is read");
        }
    }

    private void assign(Stmt.Assign assign, Map<String, Object> locals) {
        Expr value = assign.value();
        if (value != null) {
            bind(assign.target(), evaluate(value, locals), locals);
        }
    }

    private void bind(Expr target, Object value, Map<String, Object> locals) {
        if (target instanceof Expr.Name name) {
            locals.put(name.id(), value);
        } else if (target instanceof Expr.Items items) {
            List<Object> parts = sequence(value);
            if (parts.size() != items.items().size()) {
                throw refuse("the model's code takes apart a value into the wrong number of parts");
            }
            for (int i = 0; i < parts.size(); i++) {
                bind(items.items().get(i), parts.get(i), locals);
            }
        } else if (target instanceof Expr.Attribute attribute
                && evaluate(attribute.target(), locals) instanceof PyObject object
                && !tree.isModule(object)) {
            object.attributes().put(attribute.name(), value);
        } else if (target instanceof Expr.Index index && index.items().size() == 1) {
            List<Object> arguments = List.of(
                    evaluate(index.target(), locals), evaluate(index.items().get(0), locals), value);
            OpTable.standard().call(graph(), "_set_item", arguments, Map.of());
        } else {
            throw refuse("the model changes its own attributes while it runs, so its layers are not fixed");
        }
    }

    private Object evaluate(Expr expression, Map<String, Object> locals) {
        if (expression instanceof Expr.Literal literal) {
            return literal.value();
        }
        if (expression instanceof Expr.Name name) {
            Object value = locals.get(name.id());
            if (value == null) {
                throw refuse("the model's code reads '" + name.id() + "' before it is set");
            }
            return value;
        }
        if (expression instanceof Expr.Attribute attribute) {
            return attribute(attribute, locals);
        }
        if (expression instanceof Expr.Call call) {
            return call(call, locals);
        }
        if (expression instanceof Expr.Items items) {
            List<Object> values = all(items.items(), locals);
            return items.tuple() ? new PyTuple(values) : values;
        }
        if (expression instanceof Expr.Index index) {
            Object container = evaluate(index.target(), locals);
            Object key = evaluate(index.items().get(0), locals);
            return Indexing.item(graph(), container instanceof PyObject ? sequence(container) : container, key);
        }
        if (expression instanceof Expr.Negate negate) {
            return negated(evaluate(negate.operand(), locals));
        }
        return dict((Expr.Dict) expression, locals);
    }

    private Object negated(Object value) {
        if (value instanceof Long whole) {
            return -whole;
        }
        if (value instanceof Double real) {
            return -real;
        }
        throw refuse("the model's code negates a value that is not a number");
    }

    private Object dict(Expr.Dict dict, Map<String, Object> locals) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < dict.keys().size(); i++) {
            Object key = evaluate(dict.keys().get(i), locals);
            if (!(key instanceof String) && !(key instanceof Long)) {
                throw refuse("the model's code uses an unusual dictionary key");
            }
            map.put(key, evaluate(dict.values().get(i), locals));
        }
        return map;
    }

    private List<Object> all(List<Expr> expressions, Map<String, Object> locals) {
        List<Object> values = new ArrayList<>();
        for (Expr expression : expressions) {
            values.add(evaluate(expression, locals));
        }
        return values;
    }

    private Object attribute(Expr.Attribute attribute, Map<String, Object> locals) {
        String dotted = Names.dotted(attribute);
        if (dotted != null && !locals.containsKey(Names.root(dotted))) {
            return qualified(dotted);
        }
        return member(evaluate(attribute.target(), locals), attribute.name());
    }

    private Object qualified(String dotted) {
        if (dotted.startsWith("torch.")) {
            return new Operation(dotted.substring("torch.".length()));
        }
        if (dotted.startsWith("ops.")) {
            String name = dotted.substring("ops.".length());
            return new Operation(name.startsWith("aten.") ? name.substring("aten.".length()) : name);
        }
        if (dotted.startsWith("CONSTANTS.c")) {
            return constant(dotted.substring("CONSTANTS.c".length()));
        }
        FunctionDef function = library.functionNamed(dotted);
        if (function != null) {
            return new FunctionValue(function);
        }
        ClassDef type = library.classNamed(dotted);
        if (type != null) {
            return new TypeValue(dotted, type);
        }
        throw refuse("the model's code refers to " + dotted + ", which is not in the archive");
    }

    private Object constant(String digits) {
        try {
            int index = Integer.parseInt(digits);
            if (index < constants.size()) {
                return constants.get(index);
            }
        } catch (NumberFormatException e) {
            throw new BadInputException("the model's code refers to an impossible constant (" + place + ")", e);
        }
        throw refuse("constant number " + digits + " is missing from the archive");
    }

    private Object member(Object target, String name) {
        if (!(target instanceof PyObject object)) {
            throw refuse("the model's code reads the attribute '" + name + "' of a value that has none");
        }
        Object value = tree.attribute(object, name);
        if (value != null) {
            return value;
        }
        FunctionDef method = method(object, name);
        if (method != null) {
            return new MethodValue(object, method);
        }
        ClassDef type = library.classNamed(object.className());
        Stmt.Assign field = type == null ? null : type.field(name);
        Expr constant = field == null ? null : field.value();
        if (constant == null) {
            throw refuse("attribute '" + name + "' is missing from the archive");
        }
        return evaluate(constant, Map.of());
    }

    private Object call(Expr.Call call, Map<String, Object> locals) {
        step(call.place());
        if (call.callee() instanceof Expr.Name name && !locals.containsKey(name.id())) {
            return builtin(name.id(), call, locals);
        }
        Object callee = evaluate(call.callee(), locals);
        List<Object> arguments = all(call.arguments(), locals);
        Map<String, Object> keywords = new HashMap<>();
        for (Expr.Keyword keyword : call.keywords()) {
            keywords.put(keyword.name(), evaluate(keyword.value(), locals));
        }
        place = call.place();
        return apply(callee, arguments, keywords);
    }

    private Object apply(Object callee, List<Object> arguments, Map<String, Object> keywords) {
        if (callee instanceof Operation operation) {
            return operation(operation.name(), arguments, keywords);
        }
        if (callee instanceof MethodValue bound) {
            return invokeMethod(bound.owner(), bound.method(), arguments, keywords);
        }
        if (callee instanceof FunctionValue function) {
            Place caller = place;
            Object result = invoke(function.function(), arguments, keywords);
            place = caller;
            return result;
        }
        if (callee instanceof TypeValue type && type.type().base().equals("NamedTuple")) {
            return namedTuple(type, arguments);
        }
        throw refuse("the model's code calls a value that is not a function");
    }

    private Object operation(String name, List<Object> arguments, Map<String, Object> keywords) {
        if (name.equals("warn")) {
            graph().note("The model's own code warns: " + (arguments.isEmpty() ? "" : arguments.get(0)));
        }
        if (!OpTable.standard().has(name)) {
            throw refuse(UnsupportedOperations.sentence(name));
        }
        return OpTable.standard().call(graph(), name, arguments, keywords);
    }

    private Object namedTuple(TypeValue type, List<Object> arguments) {
        PyObject tuple = new PyObject(type.qualified());
        int next = 0;
        for (Stmt.Assign field : type.type().fields()) {
            if (field.target() instanceof Expr.Name name && next < arguments.size()) {
                tuple.attributes().put(name.id(), arguments.get(next++));
            }
        }
        return tuple;
    }

    private Object builtin(String name, Expr.Call call, Map<String, Object> locals) {
        List<Expr> expressions = call.arguments();
        switch (name) {
            case "annotate", "unchecked_cast" -> {
                return evaluate(expressions.get(1), locals);
            }
            case "uninitialized" -> {
                return PyNone.NONE;
            }
            case "isinstance" -> throw refuse("the model's code asks for the type of a value, which is not supported");
            default -> {
                List<Object> arguments = all(expressions, locals);
                place = call.place();
                if (arguments.isEmpty()) {
                    throw refuse("the model's code calls " + name + " without arguments");
                }
                return builtin(name, arguments);
            }
        }
    }

    private Object builtin(String name, List<Object> arguments) {
        return switch (name) {
            case "getattr" -> member(arguments.get(0), arguments.get(1).toString());
            case "int" -> OpTable.standard().call(graph(), "Int", arguments, Map.of());
            case "float" -> OpTable.standard().call(graph(), "Float", arguments, Map.of());
            case "bool" -> Indexing.truth(graph(), arguments.get(0));
            case "len" -> OpTable.standard().call(graph(), "len", arguments, Map.of());
            case "str" -> arguments.get(0).toString();
            case "list" -> new ArrayList<>(sequence(arguments.get(0)));
            case "range" -> range(arguments);
            default -> throw refuse("the model's code uses the unknown name '" + name + "'");
        };
    }

    private Object range(List<Object> arguments) {
        long[] bounds = {0, 0, 1};
        for (int i = 0; i < Math.min(3, arguments.size()); i++) {
            if (!(arguments.get(i) instanceof Long bound)) {
                throw refuse("the length of a loop is not a whole number");
            }
            bounds[arguments.size() == 1 ? 1 : i] = bound;
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = bounds[0]; bounds[2] != 0 && (bounds[2] > 0 ? i < bounds[1] : i > bounds[1]); i += bounds[2]) {
            requireFinite(numbers.size());
            numbers.add(i);
        }
        return numbers;
    }
}
