package dev.whence.engine.model.reader.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.graph.CallSite;
import dev.whence.engine.model.reader.graph.GraphBuilder;
import dev.whence.engine.model.reader.graph.GraphTensor;
import dev.whence.engine.model.reader.graph.OpTable;
import dev.whence.engine.model.reader.graph.UnsupportedOperations;
import dev.whence.engine.model.reader.pickle.PyNone;
import dev.whence.engine.model.reader.pickle.PyTuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks the calls of an exported graph once and lays out the layers they make. */
final class ExportWalk implements CallSite {

    private static final String ATEN = "torch.ops.aten.";

    /** Python's operators on sizes, by the name the table has for them. */
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("_operator.add", "add"),
            Map.entry("_operator.sub", "sub"),
            Map.entry("_operator.mul", "mul"),
            Map.entry("_operator.truediv", "div"),
            Map.entry("_operator.floordiv", "floordiv"),
            Map.entry("_operator.mod", "remainder"),
            Map.entry("_operator.neg", "neg"),
            Map.entry("_operator.getitem", "__getitem__"),
            Map.entry("_operator.eq", "eq"),
            Map.entry("_operator.ne", "ne"),
            Map.entry("_operator.lt", "lt"),
            Map.entry("_operator.le", "le"),
            Map.entry("_operator.gt", "gt"),
            Map.entry("_operator.ge", "ge"),
            Map.entry("_operator.and_", "__and__"),
            Map.entry("_operator.or_", "__or__"),
            Map.entry("_operator.not_", "__not__"),
            Map.entry("torch.sym_int", "Int"),
            Map.entry("torch.sym_float", "Float"),
            Map.entry("torch.sym_not", "__not__"),
            Map.entry("torch.sym_min", "prim.min"),
            Map.entry("torch.sym_max", "prim.max"),
            Map.entry("math.trunc", "Int"));

    private final JsonNode graph;
    private final ModulePaths.Walk modules;
    private final Map<String, Object> values = new HashMap<>();
    private final ExportArguments arguments = new ExportArguments(this::valueOf);
    private @Nullable GraphBuilder builder;
    private String node = "";
    private Scope scope = new Scope("", 1, false, false);

    /** @param constants weights and buffers by their names in the graph */
    ExportWalk(JsonNode graph, ModulePaths modules, Map<String, Object> constants) {
        this.graph = graph;
        this.modules = modules.new Walk();
        values.putAll(constants);
    }

    /** The value of the result {@code output} when {@code input} stands for the image. */
    Object run(GraphBuilder target, String input, JsonNode output) {
        builder = target;
        values.put(input, target.input());
        graph.path("nodes").forEach(this::requireNoAttention);
        for (JsonNode call : graph.path("nodes")) {
            node = call.path("name").asText(call.path("target").asText());
            scope = modules.scope(call);
            apply(call);
        }
        Object result = arguments.value(output);
        if (result == null) {
            throw target.refuse("the exported graph has a result of an unknown kind");
        }
        return result;
    }

    @Override
    public String describe() {
        String place = "node '" + node + "' of the exported graph";
        return scope.path().isEmpty() ? place : place + ", layer '" + scope.path() + "'";
    }

    @Override
    public Scope scope() {
        return scope;
    }

    private GraphBuilder builder() {
        if (builder == null) {
            throw new IllegalStateException("not running");
        }
        return builder;
    }

    private BadInputException refuse(String text) {
        return builder().refuse(text);
    }

    private Object valueOf(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw refuse("the exported graph uses the value '" + name + "' before it is computed; the file is damaged");
        }
        return value;
    }

    private void requireNoAttention(JsonNode call) {
        String target = call.path("target").asText();
        if (target.startsWith(ATEN) && UnsupportedOperations.isAttention(operation(target))) {
            node = call.path("name").asText();
            scope = modules.scope(call);
            throw refuse(UnsupportedOperations.sentence(operation(target)));
        }
    }

    private void apply(JsonNode call) {
        String target = call.path("target").asText();
        if (isGuard(target)) {
            return;
        }
        List<Object> positional = new ArrayList<>();
        Map<String, Object> named = new LinkedHashMap<>();
        for (JsonNode argument : call.path("inputs")) {
            Object value = arguments.value(argument.path("arg"));
            if (value == null) {
                throw refuse("operation " + target + " is called in a way that is not supported (argument "
                        + argument.path("name").asText() + ")");
            }
            if (named.isEmpty() && argument.path("kind").asInt(1) <= 1) {
                positional.add(value);
            } else {
                named.put(argument.path("name").asText(), value);
            }
        }
        Object result = OpTable.standard().call(builder(), operation(target), positional, named);
        bind(call.path("outputs"), result);
    }

    /** Checks of sizes and types, which hold for the image shapes that are accepted. */
    private static boolean isGuard(String target) {
        return target.startsWith(ATEN + "_assert") || target.startsWith(ATEN + "sym_constrain_range");
    }

    private String operation(String target) {
        if (target.startsWith(ATEN)) {
            String name = target.substring(ATEN.length());
            int overload = name.indexOf('.');
            return overload < 0 ? name : name.substring(0, overload);
        }
        String operator = OPERATORS.get(target);
        if (operator == null) {
            throw refuse("operation " + target + " is not supported");
        }
        return operator;
    }

    private void bind(JsonNode outputs, Object result) {
        if (outputs.size() == 1) {
            bindOne(outputs.get(0), result);
            return;
        }
        List<Object> parts = parts(result);
        for (int i = 0; i < outputs.size() && i < parts.size(); i++) {
            bindOne(outputs.get(i), parts.get(i));
        }
    }

    private List<Object> parts(Object result) {
        if (result instanceof PyTuple tuple) {
            return tuple.items();
        }
        return result instanceof List<?> list ? new ArrayList<>(list) : List.of(result);
    }

    private void bindOne(JsonNode output, Object result) {
        for (Map.Entry<String, JsonNode> entry : output.properties()) {
            JsonNode content = entry.getValue();
            if (content.isArray()) {
                List<Object> parts = parts(result);
                for (int i = 0; i < content.size() && i < parts.size(); i++) {
                    bindName(content.get(i).path("name").asText(), parts.get(i));
                }
            } else if (content.isObject()) {
                bindName(content.path("name").asText(content.path("as_name").asText()), result);
            }
        }
    }

    private void bindName(String name, Object value) {
        if (value == PyNone.NONE) {
            return;
        }
        values.put(name, value);
        JsonNode recorded = graph.path("tensor_values").path(name).path("sizes");
        if (value instanceof GraphTensor tensor && recorded.isArray()) {
            requireShape(name, tensor.shape(), recorded);
        }
    }

    /** The file records the shape of every value, which shows a wrongly read layer at once. */
    private void requireShape(String name, int[] found, JsonNode recorded) {
        boolean same = found.length == recorded.size();
        for (int i = 0; same && i < found.length; i++) {
            JsonNode size = recorded.get(i).path("as_int");
            same = !size.isIntegralNumber() || size.asLong() == found[i];
        }
        if (!same) {
            throw refuse("value '" + name + "' comes out with shape " + Arrays.toString(found)
                    + " but was recorded with another one; the model cannot be explained faithfully");
        }
    }
}
