package dev.whence.engine.model.reader.script;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.graph.OpTable;
import dev.whence.engine.model.reader.graph.UnsupportedOperations;
import dev.whence.engine.model.reader.script.Declarations.ClassDef;
import dev.whence.engine.model.reader.script.Declarations.FunctionDef;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every expression of every code file, reached or not, before anything is evaluated and before the engine sees
 * the archive: an archive is a program and libtorch would run it.
 */
final class SafetyCheck {

    /** Harmless operations that a layer graph has no place for; refused only if the image's path needs them. */
    private static final Set<String> HARMLESS = Set.of(
            "__interpolate",
            "all",
            "any",
            "arange",
            "argmax",
            "bernoulli",
            "bernoulli_",
            "bmm",
            "ceil",
            "constant_pad_nd",
            "cos",
            "cumsum",
            "div_",
            "einsum",
            "embedding",
            "empty",
            "erf",
            "expand",
            "expand_as",
            "eye",
            "fill_",
            "floor",
            "full",
            "index",
            "index_select",
            "insert",
            "items",
            "linspace",
            "logical_and",
            "logical_not",
            "logical_or",
            "masked_fill",
            "max",
            "maximum",
            "mean",
            "min",
            "minimum",
            "narrow",
            "norm",
            "ones",
            "ones_like",
            "pop",
            "pow",
            "prod",
            "rand",
            "rand_like",
            "randn",
            "repeat",
            "repeat_interleave",
            "replace",
            "roll",
            "round",
            "sin",
            "sort",
            "square",
            "stack",
            "startswith",
            "endswith",
            "std",
            "sub_",
            "sum",
            "topk",
            "tril",
            "triu",
            "type_as",
            "unbind",
            "uniform_",
            "unflatten",
            "upsample_bilinear2d",
            "upsample_nearest2d",
            "var",
            "where",
            "zero_",
            "zeros",
            "zeros_like");

    private static final Set<String> BUILTINS = Set.of(
            "annotate",
            "unchecked_cast",
            "uninitialized",
            "getattr",
            "int",
            "float",
            "bool",
            "str",
            "range",
            "len",
            "list",
            "isinstance");

    /** Names of operations that touch files, reachable as methods of ordinary values too. */
    private static final Set<String> FILE_OPERATIONS = Set.of("save", "load", "from_file", "_from_file");

    private static final Set<String> FORBIDDEN_METHODS = Set.of("__setstate__", "__getstate__", "__reduce__");

    private static final Set<String> ROOTS = Set.of("torch", "ops", "__torch__", "CONSTANTS");

    private final CodeLibrary library;
    private final Map<String, String> layerOfClass;
    private final Set<String> methods = new HashSet<>();
    private Set<String> locals = new HashSet<>();
    private String layer = "";

    private SafetyCheck(CodeLibrary library, Map<String, String> layerOfClass) {
        this.library = library;
        this.layerOfClass = layerOfClass;
        library.classes().values().forEach(type -> methods.addAll(type.methods().keySet()));
    }

    /**
     * @param layerOfClass a module path for each class, for messages
     * @throws BadInputException at the first name that is not on the list
     */
    static void check(CodeLibrary library, Map<String, String> layerOfClass) {
        SafetyCheck check = new SafetyCheck(library, layerOfClass);
        library.classes().forEach(check::classDef);
        check.layer = "";
        for (Declarations file : library.files()) {
            file.functions().forEach(check::function);
        }
    }

    private void classDef(String qualified, ClassDef type) {
        layer = layerOfClass.getOrDefault(qualified, "");
        for (String list : List.of("__forward_pre_hooks__", "__forward_hooks__")) {
            if (!type.names(list).isEmpty()) {
                throw refuse(
                        "the archive has a " + (list.contains("pre") ? "forward pre-hook" : "forward hook") + " ("
                                + list + "), which changes results outside the layers; remove the hook and save again",
                        type.place());
            }
        }
        for (Stmt.Assign field : type.fields()) {
            Expr value = field.value();
            if (value != null) {
                locals = new HashSet<>();
                expression(value);
            }
        }
        for (FunctionDef method : type.methods().values()) {
            if (FORBIDDEN_METHODS.contains(method.name())) {
                throw refuse(
                        "the archive runs code of its own while it is loaded (" + method.name() + "); refused",
                        method.place());
            }
            function(method);
        }
    }

    private void function(FunctionDef function) {
        locals = new HashSet<>();
        function.parameters().forEach(parameter -> declare(parameter.name(), function.place()));
        function.parameters().forEach(parameter -> optional(parameter.defaultValue()));
        collectLocals(function.body());
        statements(function.body());
    }

    private void declare(String name, Place place) {
        if (ROOTS.contains(name) || BUILTINS.contains(name)) {
            throw refuse("the model's code redefines the name '" + name + "'; refused", place);
        }
        locals.add(name);
    }

    private void collectLocals(List<Stmt> body) {
        for (Stmt statement : body) {
            if (statement instanceof Stmt.Assign assign) {
                targets(assign.target());
            } else if (statement instanceof Stmt.For loop) {
                targets(loop.target());
                collectLocals(loop.body());
            } else if (statement instanceof Stmt.While loop) {
                collectLocals(loop.body());
            } else if (statement instanceof Stmt.If choice) {
                collectLocals(choice.then());
                collectLocals(choice.otherwise());
            }
        }
    }

    private void targets(Expr target) {
        if (target instanceof Expr.Name name) {
            declare(name.id(), name.place());
        } else if (target instanceof Expr.Items items) {
            items.items().forEach(this::targets);
        }
    }

    private void statements(List<Stmt> body) {
        for (Stmt statement : body) {
            if (statement instanceof Stmt.Assign assign) {
                if (!(assign.target() instanceof Expr.Name) && !(assign.target() instanceof Expr.Items)) {
                    expression(assign.target());
                }
                optional(assign.value());
            } else if (statement instanceof Stmt.Evaluate evaluate) {
                expression(evaluate.value());
            } else if (statement instanceof Stmt.Return result) {
                expression(result.value());
            } else if (statement instanceof Stmt.If choice) {
                expression(choice.test());
                statements(choice.then());
                statements(choice.otherwise());
            } else if (statement instanceof Stmt.While loop) {
                expression(loop.test());
                statements(loop.body());
            } else if (statement instanceof Stmt.For loop) {
                expression(loop.sequence());
                statements(loop.body());
            }
        }
    }

    private void optional(@Nullable Expr expression) {
        if (expression != null) {
            expression(expression);
        }
    }

    private void expression(Expr expression) {
        if (expression instanceof Expr.Name name) {
            // A bare namespace could be handed on and opened where this check does not see it.
            if (ROOTS.contains(name.id()) || !known(name.id())) {
                throw unknownName(name.id(), name.place());
            }
        } else if (expression instanceof Expr.Attribute attribute) {
            attribute(attribute);
        } else if (expression instanceof Expr.Call call) {
            call(call);
        } else if (expression instanceof Expr.Items items) {
            items.items().forEach(this::expression);
        } else if (expression instanceof Expr.Dict dict) {
            dict.keys().forEach(this::expression);
            dict.values().forEach(this::expression);
        } else if (expression instanceof Expr.Index index) {
            expression(index.target());
            index.items().forEach(this::expression);
        } else if (expression instanceof Expr.Negate negate) {
            expression(negate.operand());
        }
    }

    private boolean known(String name) {
        return locals.contains(name) || BUILTINS.contains(name);
    }

    private void attribute(Expr.Attribute attribute) {
        String dotted = Names.dotted(attribute);
        if (dotted != null && ROOTS.contains(Names.root(dotted))) {
            qualified(dotted, attribute.place());
            return;
        }
        member(attribute.name(), attribute.place());
        expression(attribute.target());
    }

    private void member(String name, Place place) {
        if (FILE_OPERATIONS.contains(name)) {
            throw fileOperation(name, place);
        }
        if (FORBIDDEN_METHODS.contains(name)) {
            throw refuse("the model's code uses " + name + "; refused", place);
        }
    }

    private void qualified(String dotted, Place place) {
        if (dotted.startsWith("torch.")) {
            operation(dotted.substring("torch.".length()), place);
        } else if (dotted.startsWith("ops.")) {
            operation(dotted.substring("ops.".length()), place);
        } else if (dotted.startsWith("__torch__.")
                && library.classNamed(dotted) == null
                && library.functionNamed(dotted) == null) {
            throw refuse("the model's code refers to " + dotted + ", which is not in the archive", place);
        } else if (dotted.startsWith("CONSTANTS.") && !dotted.startsWith("CONSTANTS.c")) {
            throw unknownName(dotted, place);
        }
    }

    private void operation(String name, Place place) {
        String plain = name.startsWith("aten.") ? name.substring("aten.".length()) : name;
        if (FILE_OPERATIONS.contains(plain)) {
            throw fileOperation(plain, place);
        }
        if (!OpTable.standard().has(plain) && !HARMLESS.contains(plain)) {
            throw refuse(UnsupportedOperations.sentence(plain), place);
        }
    }

    private void call(Expr.Call call) {
        Expr callee = call.callee();
        if (callee instanceof Expr.Attribute attribute && !isQualified(attribute)) {
            member(attribute.name(), attribute.place());
            if (!methods.contains(attribute.name())) {
                throw refuse(
                        "the model's code calls the unknown method '" + attribute.name() + "'; refused", call.place());
            }
            expression(attribute.target());
        } else {
            expression(callee);
        }
        List<Expr> arguments = call.arguments();
        boolean typed = callee instanceof Expr.Name name
                && Set.of("annotate", "unchecked_cast", "uninitialized", "isinstance")
                        .contains(name.id());
        if (callee instanceof Expr.Name name && name.id().equals("getattr")) {
            if (arguments.size() != 2
                    || !(arguments.get(1) instanceof Expr.Literal literal)
                    || !(literal.value() instanceof String attribute)) {
                throw refuse("the model's code computes the name of an attribute; refused", call.place());
            }
            member(attribute, call.place());
        }
        for (int i = 0; i < arguments.size(); i++) {
            boolean isType =
                    typed && i == (callee instanceof Expr.Name name && name.id().equals("isinstance") ? 1 : 0);
            if (!isType) {
                expression(arguments.get(i));
            }
        }
        call.keywords().forEach(keyword -> expression(keyword.value()));
    }

    private static boolean isQualified(Expr.Attribute attribute) {
        String dotted = Names.dotted(attribute);
        return dotted != null && ROOTS.contains(Names.root(dotted));
    }

    private BadInputException fileOperation(String name, Place place) {
        return refuse(
                "the model's code calls aten::" + name + ", which reads or writes files; the model is refused and was"
                        + " not run",
                place);
    }

    private BadInputException unknownName(String name, Place place) {
        return refuse("the model's code uses the unknown name '" + name + "'; refused", place);
    }

    private BadInputException refuse(String text, Place place) {
        return new BadInputException(text + " (" + place + (layer.isEmpty() ? "" : ", layer '" + layer + "'") + ")");
    }
}
