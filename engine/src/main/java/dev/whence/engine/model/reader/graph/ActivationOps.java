package dev.whence.engine.model.reader.graph;

import dev.whence.engine.model.Op;
import java.util.function.Function;

/** Element-wise functions, softmax and dropout. */
final class ActivationOps {

    private ActivationOps() {}

    static void register(OpTable table) {
        simple(table, "relu(self)", call -> new Op.Relu());
        simple(table, "relu6(self)", call -> new Op.HardTanh(0, 6));
        simple(table, "sigmoid(self)", call -> new Op.Sigmoid());
        simple(table, "tanh(self)", call -> new Op.Tanh());
        simple(table, "silu(self)", call -> new Op.Silu());
        simple(table, "hardswish(self)", call -> new Op.HardSwish());
        simple(table, "hardsigmoid(self)", call -> new Op.HardSigmoid());
        simple(table, "leaky_relu(self, negative_slope=0.01)", call -> new Op.LeakyRelu(call.number("negative_slope")));
        simple(
                table,
                "hardtanh(self, min_val=-1, max_val=1)",
                call -> new Op.HardTanh(call.number("min_val"), call.number("max_val")));
        simple(table, "clamp(self, min=None, max=None)", ActivationOps::clamp);
        simple(table, "elu(self, alpha=1, scale=1, input_scale=1)", ActivationOps::elu);
        simple(
                table,
                "gelu(self, approximate='none')",
                call -> new Op.Gelu(call.get("approximate").equals("tanh")));
        simple(
                table,
                "softplus(self, beta=1, threshold=20)",
                call -> new Op.Softplus(call.number("beta"), call.number("threshold")));
        table.add("prelu(self, weight)", ActivationOps::prelu);
        for (String name : new String[] {"softmax(self, dim, dtype=None)", "_softmax(self, dim, half_to_float)"}) {
            table.add(name, call -> softmax(call, false));
            table.add(name.replace("softmax", "log_softmax"), call -> softmax(call, true));
        }
        table.addBoth("dropout(self, p, train)", ActivationOps::dropout);
        table.addBoth("feature_dropout(self, p, train)", ActivationOps::dropout);
        table.addBoth("alpha_dropout(self, p, train)", ActivationOps::dropout);
    }

    private static void simple(OpTable table, String schema, Function<OpCall, Op> kind) {
        table.addBoth(schema, call -> {
            if (call.get("self") instanceof ConstantTensor constant) {
                return ConstantMath.activation(call, constant);
            }
            return call.elementwise(kind.apply(call), call.image("self"));
        });
    }

    private static Op clamp(OpCall call) {
        double min = call.has("min") ? call.number("min") : Double.NEGATIVE_INFINITY;
        double max = call.has("max") ? call.number("max") : Double.POSITIVE_INFINITY;
        if (min == 0 && max == Double.POSITIVE_INFINITY) {
            return new Op.Relu();
        }
        return new Op.HardTanh(min, max);
    }

    private static Op elu(OpCall call) {
        if (call.number("scale") != 1 || call.number("input_scale") != 1) {
            throw call.refuse("operation aten::elu with scales (as in SELU) is not supported");
        }
        return new Op.Elu(call.number("alpha"));
    }

    private static Object prelu(OpCall call) {
        GraphTensor input = call.image("self");
        ConstantTensor weight = call.constant("weight");
        int size = weight.value().size();
        if (weight.value().shape().rank() != 1 || (size != 1 && size != input.shape()[1])) {
            throw call.refuse("a PReLU has a weight of shape " + weight.value().shape());
        }
        GraphBuilder.Draft draft = call.graph().draft("prelu", true);
        return draft.add(new Op.PRelu(draft.weight(weight, "weight")), input.shape(), input);
    }

    private static Object softmax(OpCall call, boolean logarithm) {
        GraphTensor input = call.image("self");
        int axis = call.axis("dim", input.shape().length);
        if (axis == 0) {
            throw call.refuse("a softmax over the batch mixes the images; use dim=1");
        }
        return call.add(logarithm ? new Op.LogSoftmax(axis) : new Op.Softmax(axis), input.shape(), input);
    }

    private static Object dropout(OpCall call) {
        if (call.flag("train")) {
            throw call.refuse("the model was traced in training mode (its dropout is active); call model.eval() first"
                    + " and save it again");
        }
        GraphTensor input = call.image("self");
        Op op = new Op.Dropout(call.number("p"));
        GraphBuilder.Draft draft = call.graph().draft(call.label(), false);
        // Outside training PyTorch hands back the very same memory.
        return call.inPlace() ? draft.addInPlace(op, input, input) : draft.addView(op, input.shape(), input);
    }
}
