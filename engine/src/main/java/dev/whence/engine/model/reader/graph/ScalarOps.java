package dev.whence.engine.model.reader.graph;

import dev.whence.engine.model.reader.pickle.PyNone;
import dev.whence.engine.model.reader.pickle.PyTuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;

/** Operations on sizes, options, texts and lists, which are computed away while a model is read. */
final class ScalarOps {

    private static final int MAX_LIST = 100_000;

    private ScalarOps() {}

    static void register(OpTable table) {
        sizes(table);
        logic(table);
        numbers(table);
        lists(table);
        for (String guard : new String[] {"_assert(self, text=None)", "_assert_async(self, text=None)"}) {
            table.add(guard, call -> PyNone.NONE);
        }
        table.add("warn(text, stacklevel=2)", call -> PyNone.NONE);
        table.add("prim.device(self)", call -> "cpu");
        table.add("prim.dtype(self)", call -> 6L);
        table.add("is_floating_point(self)", call -> true);
        table.add("prim.is_cuda(self)", call -> false);
        table.add("is_autocast_enabled()", call -> false);
        table.add("is_grad_enabled()", call -> false);
        table.add("prim.RaiseException(text, type=None)", call -> {
            throw call.refuse("the model's own code stops with: " + call.get("text"));
        });
    }

    private static void sizes(OpTable table) {
        table.add("size(self, dim=None)", ShapeOps::size);
        table.add("sym_size(self, dim=None)", ShapeOps::size);
        table.add("dim(self)", ShapeOps::rank);
        table.add("numel(self)", ShapeOps::elements);
        table.add("prim.NumToTensor(self)", call -> call.get("self"));
        table.add("tensor(self, dtype=None, device=None, requires_grad=False)", call -> call.get("self"));
        for (String name : new String[] {"IntImplicit", "ScalarImplicit", "Int", "Float", "item"}) {
            table.add(name + "(self)", call -> name.equals("Float") ? (Object) call.number("self") : number(call));
        }
        table.add("Bool(self)", call -> truth(call, call.get("self")));
    }

    private static void logic(OpTable table) {
        table.add("__is__(self, other)", call -> identical(call));
        table.add("__isnot__(self, other)", call -> !identical(call));
        table.add("__not__(self)", call -> !truth(call, call.get("self")));
        table.add("__and__(self, other)", call -> truth(call, call.get("self")) && truth(call, call.get("other")));
        table.add("__or__(self, other)", call -> truth(call, call.get("self")) || truth(call, call.get("other")));
        compare(table, "lt", difference -> difference < 0);
        compare(table, "le", difference -> difference <= 0);
        compare(table, "gt", difference -> difference > 0);
        compare(table, "ge", difference -> difference >= 0);
        table.add("eq(self, other)", call -> equal(call, true));
        table.add("ne(self, other)", call -> equal(call, false));
    }

    private static void numbers(OpTable table) {
        for (String name : new String[] {"floordiv", "floor_divide"}) {
            table.add(name + "(self, other)", call -> whole(call, Math::floorDiv));
        }
        table.add("remainder(self, other)", call -> whole(call, Math::floorMod));
        table.add("prim.min(self, other)", call -> whole(call, Math::min));
        table.add("prim.max(self, other)", call -> whole(call, Math::max));
        table.add("__range_length(self, other, step)", ScalarOps::rangeLength);
        table.add(
                "__derive_index(self, start, step)",
                call -> (long) call.integer("start") + (long) call.integer("self") * call.integer("step"));
        table.add("format(self, a=None, b=None, c=None, d=None, e=None, f=None)", ScalarOps::format);
    }

    private static void lists(OpTable table) {
        table.add("len(self)", call -> (long) length(call));
        table.add("__contains__(self, item)", ScalarOps::contains);
        table.add("append(self, item)", call -> {
            list(call).add(call.get("item"));
            requireReasonable(call);
            return call.get("self");
        });
        table.add("extend(self, items)", call -> {
            list(call).addAll(ShapeOps.listOf(call, "items"));
            requireReasonable(call);
            return PyNone.NONE;
        });
        table.add("list(self)", call -> ShapeOps.listOf(call, "self"));
        table.add("keys(self)", call -> new ArrayList<Object>(map(call).keySet()));
        table.add("values(self)", call -> new ArrayList<Object>(map(call).values()));
        table.add("_set_item(self, key, value)", ScalarOps::setItem);
        table.add("__getitem__(self, item)", call -> Indexing.item(call.graph(), call.get("self"), call.get("item")));
    }

    private static void compare(OpTable table, String name, DoublePredicate test) {
        table.add(name + "(self, other)", call -> {
            if (dependsOnImage(call)) {
                return dataDependent();
            }
            return test.test(call.number("self") - call.number("other"));
        });
    }

    private static boolean dependsOnImage(OpCall call) {
        return call.isImage("self")
                || call.isImage("other")
                || call.get("self") instanceof Unrepresentable
                || call.get("other") instanceof Unrepresentable;
    }

    private static Unrepresentable dataDependent() {
        return new Unrepresentable(
                "a branch depends on the image's values, so the model has no fixed layer graph and cannot be explained");
    }

    private static Object equal(OpCall call, boolean wanted) {
        if (dependsOnImage(call)) {
            return dataDependent();
        }
        Double left = Scalars.toDouble(call.get("self"));
        Double right = Scalars.toDouble(call.get("other"));
        boolean same = (left != null && right != null)
                ? left.equals(right)
                : call.get("self").equals(call.get("other"));
        return same == wanted;
    }

    private static boolean identical(OpCall call) {
        Object left = call.get("self");
        Object right = call.get("other");
        return left == right || (left instanceof Boolean && left.equals(right));
    }

    /**
     * Python's truth of a value.
     *
     * @throws dev.whence.engine.BadInputException if it depends on the image
     */
    static boolean truth(OpCall call, Object value) {
        return Indexing.truth(call.graph(), value);
    }

    private static Object number(OpCall call) {
        Long whole = Scalars.toLong(call.get("self"));
        if (whole != null) {
            return whole;
        }
        double real = call.number("self");
        return call.label().equals("Int") ? (Object) (long) real : (Object) real;
    }

    private static Object whole(OpCall call, java.util.function.LongBinaryOperator operator) {
        Long left = Scalars.toLong(call.get("self"));
        Long right = Scalars.toLong(call.get("other"));
        if (left == null || right == null) {
            throw call.wrongArgument(left == null ? "self" : "other");
        }
        try {
            return operator.applyAsLong(left, right);
        } catch (ArithmeticException e) {
            throw call.wrongArgument("other");
        }
    }

    private static Object rangeLength(OpCall call) {
        long step = call.integer("step");
        long span = (long) call.integer("other") - call.integer("self");
        if (step == 0) {
            throw call.wrongArgument("step");
        }
        return Math.max(0, step > 0 ? (span + step - 1) / step : (-span - step - 1) / -step);
    }

    private static Object format(OpCall call) {
        StringBuilder text = new StringBuilder(call.get("self").toString());
        for (String name : new String[] {"a", "b", "c", "d", "e", "f"}) {
            int slot = text.indexOf("{}");
            if (slot >= 0 && text.length() < 10_000) {
                text.replace(slot, slot + 2, call.get(name).toString());
            }
        }
        return text.toString();
    }

    private static int length(OpCall call) {
        Object value = call.get("self");
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        if (value instanceof GraphTensor tensor) {
            return tensor.shape()[0];
        }
        if (value instanceof ConstantTensor constant && constant.value().shape().rank() > 0) {
            return constant.value().shape().dim(0);
        }
        return value instanceof PyTuple tuple
                ? tuple.items().size()
                : call.items("self").size();
    }

    private static Object contains(OpCall call) {
        Object value = call.get("self");
        if (value instanceof Map<?, ?> map) {
            return map.containsKey(call.get("item"));
        }
        if (value instanceof String text) {
            return text.contains(call.get("item").toString());
        }
        return call.items("self").contains(call.get("item"));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(OpCall call) {
        if (call.get("self") instanceof ArrayList<?>) {
            return (List<Object>) call.get("self");
        }
        throw call.wrongArgument("self");
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> map(OpCall call) {
        if (call.get("self") instanceof Map<?, ?>) {
            return (Map<Object, Object>) call.get("self");
        }
        throw call.wrongArgument("self");
    }

    private static Object setItem(OpCall call) {
        if (call.get("self") instanceof Map<?, ?>) {
            map(call).put(call.get("key"), call.get("value"));
        } else {
            int index = call.integer("key");
            List<Object> list = list(call);
            int position = index < 0 ? index + list.size() : index;
            if (position < 0 || position >= list.size()) {
                throw call.wrongArgument("key");
            }
            list.set(position, call.get("value"));
        }
        return PyNone.NONE;
    }

    private static void requireReasonable(OpCall call) {
        if (list(call).size() > MAX_LIST) {
            throw call.refuse("the model's code builds a list of more than " + MAX_LIST + " entries");
        }
    }
}
