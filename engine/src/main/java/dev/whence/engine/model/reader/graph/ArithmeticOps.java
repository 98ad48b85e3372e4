package dev.whence.engine.model.reader.graph;

import dev.whence.engine.model.Op;
import dev.whence.engine.model.reader.pickle.PyNone;
import dev.whence.engine.model.reader.pickle.PyTuple;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sums, differences, products and quotients of images, weights, numbers and lists. */
final class ArithmeticOps {

    /** The four operations; their functions keep no state. */
    @SuppressWarnings("ImmutableEnumChecker")
    private enum Kind {
        ADD(Op.Add::new, Double::sum, Math::addExact),
        SUBTRACT(Op.Subtract::new, (a, b) -> a - b, Math::subtractExact),
        MULTIPLY(Op.Multiply::new, (a, b) -> a * b, Math::multiplyExact),
        DIVIDE(Op.Divide::new, (a, b) -> a / b, null);

        private final Supplier<Op> layer;
        private final DoubleBinaryOperator real;
        private final @Nullable LongBinaryOperator whole;

        Kind(Supplier<Op> layer, DoubleBinaryOperator real, @Nullable LongBinaryOperator whole) {
            this.layer = layer;
            this.real = real;
            this.whole = whole;
        }
    }

    private ArithmeticOps() {}

    static void register(OpTable table) {
        table.addBoth("add(self, other, alpha=1)", call -> binary(call, Kind.ADD));
        table.addBoth("sub(self, other, alpha=1)", call -> binary(call, Kind.SUBTRACT));
        table.add("rsub(self, other, alpha=1)", ArithmeticOps::reversedSubtract);
        table.addBoth("mul(self, other)", call -> binary(call, Kind.MULTIPLY));
        table.addBoth("div(self, other, rounding_mode=None)", ArithmeticOps::divide);
        table.addBoth("neg(self)", call -> scaledBy(call, -1));
        table.add("sqrt(self)", call -> function(call, Math::sqrt));
        table.add("rsqrt(self)", call -> function(call, v -> 1 / Math.sqrt(v)));
        table.add("exp(self)", call -> function(call, Math::exp));
        table.add("log(self)", call -> function(call, Math::log));
        table.add("abs(self)", call -> function(call, Math::abs));
        table.add("reciprocal(self)", call -> function(call, v -> 1 / v));
    }

    private static Object function(OpCall call, java.util.function.DoubleUnaryOperator function) {
        Object value = call.get("self");
        if (value instanceof ConstantTensor constant) {
            return ConstantMath.map(constant, function);
        }
        Double number = Scalars.toDouble(value);
        if (number != null) {
            return function.applyAsDouble(number);
        }
        throw call.refuse("operation aten::" + call.label() + " on activations is not supported");
    }

    private static Object divide(OpCall call) {
        if (call.has("rounding_mode")) {
            Long left = Scalars.toLong(call.get("self"));
            Long right = Scalars.toLong(call.get("other"));
            if (left == null || right == null || right == 0) {
                throw call.wrongArgument("rounding_mode");
            }
            return call.get("rounding_mode").equals("floor") ? Math.floorDiv(left, right) : (Object) (left / right);
        }
        return binary(call, Kind.DIVIDE);
    }

    private static Object reversedSubtract(OpCall call) {
        if (call.number("alpha") != 1) {
            throw call.wrongArgument("alpha");
        }
        return combine(call, Kind.SUBTRACT, call.get("other"), call.get("self"));
    }

    private static Object binary(OpCall call, Kind kind) {
        Object left = call.get("self");
        Object right = call.get("other");
        boolean additive = kind == Kind.ADD || kind == Kind.SUBTRACT;
        if (additive && call.number("alpha") != 1) {
            right = right instanceof GraphTensor
                    ? affine(call, (GraphTensor) right, scalar(call.number("alpha")), null)
                    : combine(call, Kind.MULTIPLY, right, call.get("alpha"));
        }
        return combine(call, kind, left, right);
    }

    private static Object combine(OpCall call, Kind kind, Object left, Object right) {
        if (left instanceof GraphTensor || right instanceof GraphTensor) {
            return layers(call, kind, left, right);
        }
        if (kind == Kind.ADD && left instanceof List<?> first && right instanceof List<?> second) {
            List<Object> joined = new ArrayList<>(first);
            joined.addAll(second);
            return joined;
        }
        if (kind == Kind.ADD && left instanceof PyTuple first && right instanceof PyTuple second) {
            List<Object> joined = new ArrayList<>(first.items());
            joined.addAll(second.items());
            return new PyTuple(joined);
        }
        if (kind == Kind.ADD && left instanceof String first && right instanceof String second) {
            return first + second;
        }
        if (left instanceof ConstantTensor || right instanceof ConstantTensor) {
            return ConstantMath.combine(call, array(call, left), array(call, right), kind.real);
        }
        return numbers(call, kind, left, right);
    }

    private static Object numbers(OpCall call, Kind kind, Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b && kind.whole != null) {
            try {
                return kind.whole.applyAsLong(a, b);
            } catch (ArithmeticException e) {
                throw call.wrongArgument("other");
            }
        }
        Double a = Scalars.toDouble(left);
        Double b = Scalars.toDouble(right);
        if (a == null || b == null) {
            throw call.wrongArgument(a == null ? "self" : "other");
        }
        return kind.real.applyAsDouble(a, b);
    }

    private static Object layers(OpCall call, Kind kind, Object left, Object right) {
        if (left instanceof GraphTensor a && right instanceof GraphTensor b) {
            int[] shape = ConstantMath.broadcast(call, a.shape(), b.shape());
            GraphBuilder.Draft draft = call.graph().draft(call.label(), false);
            if (call.inPlace()) {
                if (!Arrays.equals(shape, a.shape())) {
                    throw call.wrongArgument("other");
                }
                return draft.addInPlace(kind.layer.get(), a, a, b);
            }
            return draft.add(kind.layer.get(), shape, a, b);
        }
        if (left instanceof GraphTensor image) {
            ConstantTensor constant = constant(call, right);
            return switch (kind) {
                case ADD -> affine(call, image, null, constant);
                case SUBTRACT -> affine(call, image, null, ConstantMath.map(constant, v -> -v));
                case MULTIPLY -> affine(call, image, constant, null);
                case DIVIDE -> affine(call, image, ConstantMath.map(constant, v -> 1 / v), null);
            };
        }
        GraphTensor image = (GraphTensor) right;
        ConstantTensor constant = constant(call, left);
        return switch (kind) {
            case ADD -> affine(call, image, null, constant);
            case SUBTRACT -> affine(call, image, scalar(-1), constant);
            case MULTIPLY -> affine(call, image, constant, null);
            case DIVIDE -> throw call.refuse("dividing a constant by activations is not supported");
        };
    }

    private static Object scaledBy(OpCall call, double factor) {
        return combine(call, Kind.MULTIPLY, call.get("self"), factor);
    }

    /** {@code x * scale + shift} with constants brought to the shape without the batch. */
    private static GraphTensor affine(
            OpCall call, GraphTensor image, @Nullable ConstantTensor scale, @Nullable ConstantTensor shift) {
        int[] shape = image.shape();
        ConstantTensor fittedScale = scale == null ? null : withoutBatch(call, scale, shape.length);
        ConstantTensor fittedShift = shift == null ? null : withoutBatch(call, shift, shape.length);
        int[] result = shape;
        for (ConstantTensor constant : new ConstantTensor[] {fittedScale, fittedShift}) {
            if (constant != null) {
                result = ConstantMath.broadcast(
                        call, result, constant.value().shape().toArray());
            }
        }
        GraphBuilder.Draft draft = call.graph().draft(call.label(), false);
        Op op = new Op.Affine(
                fittedScale == null ? null : draft.buffer(fittedScale, "scale"),
                fittedShift == null ? null : draft.buffer(fittedShift, "shift"));
        if (call.inPlace() && call.get("self") == image) {
            if (!Arrays.equals(result, shape)) {
                throw call.wrongArgument("other");
            }
            return draft.addInPlace(op, image, image);
        }
        return draft.add(op, result, image);
    }

    private static ConstantTensor withoutBatch(OpCall call, ConstantTensor constant, int rank) {
        int[] sizes = constant.value().shape().toArray();
        if (sizes.length < rank) {
            return constant;
        }
        if (sizes.length > rank || sizes[0] != 1) {
            throw call.refuse("a constant of shape " + constant.value().shape()
                    + " is combined with a batch of images: the model was traced with a fixed batch size");
        }
        int[] perImage = Arrays.copyOfRange(sizes, 1, sizes.length);
        return call.graph().adapted(constant, original -> {
            Tensor value = original.value().reshape(perImage);
            String name = original.name();
            return name == null
                    ? ConstantTensor.anonymous(value)
                    : ConstantTensor.named(name, value, original.trainable());
        });
    }

    private static ConstantTensor constant(OpCall call, Object value) {
        return value instanceof ConstantTensor constant ? constant : ConstantTensor.anonymous(array(call, value));
    }

    private static ConstantTensor scalar(double value) {
        return ConstantTensor.anonymous(Tensor.of(new double[] {value}));
    }

    private static Tensor array(OpCall call, Object value) {
        if (value instanceof ConstantTensor constant) {
            return constant.value();
        }
        Double number = Scalars.toDouble(value);
        if (number == null || value == PyNone.NONE) {
            throw call.wrongArgument(call.get("self") == value ? "self" : "other");
        }
        return Tensor.of(new double[] {number});
    }
}
