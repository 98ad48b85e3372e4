package dev.whence.engine.exec;

import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every kind of layer as an expression of libtorch's own operators with the layer's constants written into it. This is
 * the one place that must know all kinds; a test holds the table against the kinds that {@link Op} permits.
 */
final class LayerSources {

    private static final Map<Class<? extends Op>, Writer> WRITERS = new LinkedHashMap<>();

    static {
        weighted();
        activations();
        pooling();
        joining();
        reshaping();
    }

    private LayerSources() {}

    /**
     * How a node that is not the input is computed.
     *
     * @throws IllegalStateException if its kind of layer has no arithmetic here
     */
    static LayerSource of(Node node) {
        Writer writer = WRITERS.get(node.op().getClass());
        if (writer == null) {
            throw new IllegalStateException("no arithmetic for layers of kind " + node.kind());
        }
        Arguments arguments = new Arguments(node);
        String expression = writer.write(node, arguments);
        int count = node.inputs().size() + arguments.weights.size();
        return new LayerSource(KernelSource.expression(count, expression), arguments.weights);
    }

    private static void weighted() {
        on(Op.Conv2d.class, (op, node, arg) -> {
            String weight = arg.of(op.weight());
            return call(
                    "conv2d",
                    "x0",
                    weight,
                    arg.of(op.bias()),
                    pair(op.stride()),
                    pair(op.padding()),
                    pair(op.dilation()),
                    Integer.toString(op.groups()));
        });
        on(Op.Linear.class, (op, node, arg) -> call("linear", "x0", arg.of(op.weight()), arg.of(op.bias())));
        on(Op.BatchNorm.class, (op, node, arg) -> {
            String scale = arg.of(op.weight());
            String shift = arg.of(op.bias());
            return call(
                    "batch_norm",
                    "x0",
                    scale,
                    shift,
                    arg.of(op.mean()),
                    arg.of(op.variance()),
                    "False",
                    "0.1",
                    number(op.epsilon()),
                    "True");
        });
        on(Op.LayerNorm.class, (op, node, arg) -> {
            int[] sizes = node.shape().toArray();
            String trailing = IntStream.range(sizes.length - op.axes(), sizes.length)
                    .mapToObj(axis -> Integer.toString(sizes[axis]))
                    .collect(Collectors.joining(", ", "[", "]"));
            return call(
                    "layer_norm", "x0", trailing, arg.of(op.weight()), arg.of(op.bias()), number(op.epsilon()), "True");
        });
        on(Op.GroupNorm.class, (op, node, arg) -> {
            String groups = Integer.toString(op.groups());
            return call(
                    "group_norm", "x0", groups, arg.of(op.weight()), arg.of(op.bias()), number(op.epsilon()), "True");
        });
        on(Op.PRelu.class, (op, node, arg) -> call("prelu", "x0", arg.of(op.weight())));
        on(Op.Affine.class, (op, node, arg) -> {
            String scaled = op.scale() == null ? "x0" : call("mul", "x0", arg.of(op.scale()));
            return op.shift() == null ? scaled : call("add", scaled, arg.of(op.shift()));
        });
    }

    private static void activations() {
        on(Op.Relu.class, (op, node, arg) -> call("relu", "x0"));
        on(Op.LeakyRelu.class, (op, node, arg) -> call("leaky_relu", "x0", number(op.slope())));
        on(Op.Elu.class, (op, node, arg) -> call("elu", "x0", number(op.alpha())));
        on(Op.HardTanh.class, (op, node, arg) -> call("hardtanh", "x0", number(op.min()), number(op.max())));
        on(Op.HardSwish.class, (op, node, arg) -> call("hardswish", "x0"));
        on(Op.HardSigmoid.class, (op, node, arg) -> call("hardsigmoid", "x0"));
        on(Op.Sigmoid.class, (op, node, arg) -> call("sigmoid", "x0"));
        on(Op.Tanh.class, (op, node, arg) -> call("tanh", "x0"));
        on(Op.Silu.class, (op, node, arg) -> call("silu", "x0"));
        on(
                Op.Gelu.class,
                (op, node, arg) -> call("gelu", "x0", "approximate=\"" + (op.tanh() ? "tanh" : "none") + "\""));
        on(Op.Softplus.class, (op, node, arg) -> call("softplus", "x0", number(op.beta()), number(op.threshold())));
        on(Op.Softmax.class, (op, node, arg) -> call("softmax", "x0", Integer.toString(op.axis())));
        on(Op.LogSoftmax.class, (op, node, arg) -> call("log_softmax", "x0", Integer.toString(op.axis())));
        on(Op.Dropout.class, (op, node, arg) -> "x0");
        on(Op.Identity.class, (op, node, arg) -> "x0");
    }

    private static void pooling() {
        on(
                Op.MaxPool2d.class,
                (op, node, arg) -> call(
                        "max_pool2d",
                        "x0",
                        pair(op.kernel()),
                        pair(op.stride()),
                        pair(op.padding()),
                        pair(op.dilation()),
                        truth(op.ceilMode())));
        on(Op.AvgPool2d.class, (op, node, arg) -> {
            String divisor = op.divisor() == null ? "None" : op.divisor().toString();
            return call(
                    "avg_pool2d",
                    "x0",
                    pair(op.kernel()),
                    pair(op.stride()),
                    pair(op.padding()),
                    truth(op.ceilMode()),
                    truth(op.countIncludePad()),
                    divisor);
        });
        on(Op.AdaptiveAvgPool2d.class, (op, node, arg) -> call("adaptive_avg_pool2d", "x0", pair(op.output())));
        on(
                Op.AdaptiveMaxPool2d.class,
                (op, node, arg) -> "(" + call("adaptive_max_pool2d", "x0", pair(op.output())) + ")[0]");
        on(Op.Mean.class, (op, node, arg) -> call("mean", "x0", op.axes().toString(), truth(op.keepDims())));
    }

    private static void joining() {
        on(Op.Add.class, (op, node, arg) -> chain("add", node));
        on(Op.Subtract.class, (op, node, arg) -> chain("sub", node));
        on(Op.Multiply.class, (op, node, arg) -> chain("mul", node));
        on(Op.Divide.class, (op, node, arg) -> chain("div", node));
        on(Op.Concat.class, (op, node, arg) -> {
            String parts = IntStream.range(0, node.inputs().size())
                    .mapToObj(i -> "x" + i)
                    .collect(Collectors.joining(", ", "[", "]"));
            return call("cat", parts, Integer.toString(op.axis()));
        });
    }

    private static void reshaping() {
        on(Op.Reshape.class, (op, node, arg) -> call("reshape", "x0", withBatch(node.shape())));
        on(Op.Permute.class, (op, node, arg) -> call("permute", "x0", op.order().toString()));
        on(
                Op.Slice.class,
                (op, node, arg) -> call(
                        "slice",
                        "x0",
                        Integer.toString(op.axis()),
                        Integer.toString(op.start()),
                        Integer.toString(op.end()),
                        Integer.toString(op.step())));
        on(Op.Pad2d.class, (op, node, arg) -> {
            String sides = List.of(op.left(), op.right(), op.top(), op.bottom()).toString();
            return call("constant_pad_nd", "x0", sides, number(op.value()));
        });
    }

    private static String call(String operator, String... arguments) {
        return "torch." + operator + "(" + String.join(", ", arguments) + ")";
    }

    private static String chain(String operator, Node node) {
        String text = "x0";
        for (int i = 1; i < node.inputs().size(); i++) {
            text = call(operator, text, "x" + i);
        }
        return text;
    }

    private static String withBatch(Shape shape) {
        StringBuilder text = new StringBuilder("[torch.size(x0, 0)");
        for (int size : shape.toArray()) {
            text.append(", ").append(size);
        }
        return text.append(']').toString();
    }

    static String pair(Op.Pair pair) {
        return "[" + pair.vertical() + ", " + pair.horizontal() + "]";
    }

    static String truth(boolean value) {
        return value ? "True" : "False";
    }

    /** A float literal that reads back as exactly the same double. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Double.toString(value).toLowerCase(Locale.ROOT);
    }

    private static <T extends Op> void on(Class<T> kind, TypedWriter<T> writer) {
        WRITERS.put(kind, (node, arguments) -> writer.write(kind.cast(node.op()), node, arguments));
    }

    private interface Writer {
        String write(Node node, Arguments arguments);
    }

    private interface TypedWriter<T extends Op> {
        String write(T op, Node node, Arguments arguments);
    }

    /** Gives out argument names for weights, after those of the node's inputs. */
    private static final class Arguments {
        private final int inputs;
        private final List<String> weights = new ArrayList<>();

        Arguments(Node node) {
            inputs = node.inputs().size();
        }

        String of(@Nullable String weight) {
            if (weight == null) {
                return "None";
            }
            weights.add(weight);
            return "x" + (inputs + weights.size() - 1);
        }
    }
}
