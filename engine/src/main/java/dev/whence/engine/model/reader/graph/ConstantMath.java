package dev.whence.engine.model.reader.graph;

import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic on weights and other constants while a model is read. */
final class ConstantMath {

    private ConstantMath() {}

    /** Applies a function to every element. */
    static ConstantTensor map(ConstantTensor constant, DoubleUnaryOperator function) {
        Tensor value = constant.value();
        double[] mapped = new double[value.size()];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = function.applyAsDouble(value.get(i));
        }
        return ConstantTensor.anonymous(Tensor.of(mapped, value.shape().toArray()));
    }

    /** Combines two arrays element by element, broadcasting. */
    static ConstantTensor combine(OpCall call, Tensor left, Tensor right, DoubleBinaryOperator function) {
        int[] shape = broadcast(call, left.shape().toArray(), right.shape().toArray());
        int count = Math.toIntExact(Shape.of(shape).size());
        int[] leftSteps = steps(left.shape().toArray(), shape);
        int[] rightSteps = steps(right.shape().toArray(), shape);
        double[] result = new double[count];
        int[] index = new int[shape.length];
        for (int i = 0; i < count; i++) {
            int l = 0;
            int r = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                l += index[axis] * leftSteps[axis];
                r += index[axis] * rightSteps[axis];
            }
            result[i] = function.applyAsDouble(left.get(l), right.get(r));
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return ConstantTensor.anonymous(Tensor.of(result, shape));
    }

    /** The shape to which two shapes broadcast. */
    static int[] broadcast(OpCall call, int[] left, int[] right) {
        int[] shape = new int[Math.max(left.length, right.length)];
        for (int i = 1; i <= shape.length; i++) {
            int l = i <= left.length ? left[left.length - i] : 1;
            int r = i <= right.length ? right[right.length - i] : 1;
            if (l != r && l != 1 && r != 1) {
                throw call.refuse("values of shapes that do not fit are combined (" + l + " and " + r + " entries):"
                        + " the model was made for another image size");
            }
            shape[shape.length - i] = l == 1 ? r : l;
        }
        return shape;
    }

    private static int[] steps(int[] own, int[] shape) {
        int[] steps = new int[shape.length];
        int step = 1;
        for (int i = 1; i <= own.length; i++) {
            steps[shape.length - i] = own[own.length - i] == 1 ? 0 : step;
            step *= own[own.length - i];
        }
        return steps;
    }

    /** The transpose of a matrix; of a transpose it is the original matrix with its name. */
    static ConstantTensor transposed(ConstantTensor matrix) {
        ConstantTensor original = matrix.transposed();
        if (original != null) {
            return original;
        }
        return ConstantTensor.transposeOf(matrix, permute(matrix.value(), 1, 0));
    }

    /** Reorders axes; {@code order[i]} is the source of result axis i. */
    static Tensor permute(Tensor value, int... order) {
        int[] sizes = value.shape().toArray();
        int[] sourceSteps = steps(sizes, sizes);
        int[] shape = new int[order.length];
        int[] steps = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            shape[i] = sizes[order[i]];
            steps[i] = sourceSteps[order[i]];
        }
        return gather(value, shape, steps, 0);
    }

    /** Entries {@code start, start + step, ...} of an axis. */
    static Tensor slice(Tensor value, int axis, int start, int step, int count) {
        int[] shape = value.shape().toArray();
        int[] steps = steps(shape, shape);
        int origin = start * steps[axis];
        steps[axis] *= step;
        shape[axis] = count;
        return gather(value, shape, steps, origin);
    }

    private static Tensor gather(Tensor value, int[] shape, int[] steps, int origin) {
        int count = Math.toIntExact(Shape.of(shape).size());
        double[] result = new double[count];
        int[] index = new int[shape.length];
        for (int i = 0; i < count; i++) {
            int position = origin;
            for (int axis = 0; axis < shape.length; axis++) {
                position += index[axis] * steps[axis];
            }
            result[i] = value.get(position);
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return Tensor.of(result, shape);
    }

    /** An activation function applied to a weight. */
    static Object activation(OpCall call, ConstantTensor constant) {
        return switch (call.label()) {
            case "relu" -> map(constant, v -> Math.max(v, 0));
            case "sigmoid" -> map(constant, v -> 1 / (1 + Math.exp(-v)));
            case "tanh" -> map(constant, Math::tanh);
            default -> throw call.refuse("operation aten::" + call.label() + " of a weight is not supported");
        };
    }

    /** Weight normalisation: direction times magnitude per entry of one axis. */
    static Object weightNorm(OpCall call) {
        Tensor direction = call.constant("self").value();
        Tensor magnitude = call.constant("g").value();
        int axis = call.axis("dim", direction.shape().rank());
        int[] sizes = direction.shape().toArray();
        int[] kept = new int[sizes.length];
        java.util.Arrays.fill(kept, 1);
        kept[axis] = sizes[axis];
        if (!magnitude.shape().equals(Shape.of(kept))) {
            throw call.wrongArgument("g");
        }
        int inner = 1;
        for (int i = axis + 1; i < sizes.length; i++) {
            inner *= sizes[i];
        }
        double[] squares = new double[sizes[axis]];
        for (int i = 0; i < direction.size(); i++) {
            squares[i / inner % sizes[axis]] += direction.get(i) * direction.get(i);
        }
        double[] scaled = new double[direction.size()];
        for (int i = 0; i < scaled.length; i++) {
            int entry = i / inner % sizes[axis];
            scaled[i] = direction.get(i) * magnitude.get(entry) / Math.sqrt(squares[entry]);
        }
        return ConstantTensor.anonymous(Tensor.of(scaled, sizes));
    }
}
