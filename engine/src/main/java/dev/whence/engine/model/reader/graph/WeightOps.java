package dev.whence.engine.model.reader.graph;

import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layers with weights: convolution, linear maps, normalisations. */
final class WeightOps {

    private WeightOps() {}

    static void register(OpTable table) {
        table.add("conv2d(self, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)", WeightOps::convolution);
        table.add("_convolution_mode(self, weight, bias, stride, padding, dilation, groups)", WeightOps::convolution);
        String full = "(self, weight, bias, stride, padding, dilation, transposed, output_padding, groups";
        table.add("convolution" + full + ")", WeightOps::generalConvolution);
        table.add(
                "_convolution" + full + ", benchmark=False, deterministic=False, cudnn_enabled=True, allow_tf32=True)",
                WeightOps::generalConvolution);
        table.add("linear(self, weight, bias=None)", WeightOps::linear);
        table.add("addmm(self, mat1, mat2, beta=1, alpha=1)", WeightOps::addmm);
        table.add("matmul(self, other)", WeightOps::matmul);
        table.add("mm(self, other)", WeightOps::matmul);
        table.add(
                "batch_norm(self, weight, bias, running_mean, running_var, training, momentum, eps, cudnn_enabled=True)",
                WeightOps::batchNorm);
        table.add(
                "instance_norm(self, weight, bias, running_mean, running_var, use_input_stats, momentum, eps,"
                        + " cudnn_enabled=True)",
                WeightOps::instanceNorm);
        table.add(
                "layer_norm(self, normalized_shape, weight=None, bias=None, eps=0.00001, cudnn_enable=True)",
                WeightOps::layerNorm);
        table.add(
                "group_norm(self, num_groups, weight=None, bias=None, eps=0.00001, cudnn_enabled=True)",
                WeightOps::groupNorm);
        table.add("_weight_norm(self, g, dim=0)", call -> ConstantMath.weightNorm(call));
    }

    private static Object generalConvolution(OpCall call) {
        if (call.flag("transposed")) {
            throw call.refuse("operation aten::conv_transpose2d is not supported");
        }
        return convolution(call);
    }

    private static Object convolution(OpCall call) {
        GraphTensor input = call.image("self");
        ConstantTensor weight = call.constant("weight");
        int[] in = input.shape();
        int[] kernel = weight.value().shape().toArray();
        int groups = call.integer("groups");
        if (kernel.length != 4 || in.length != 4) {
            throw call.refuse("only two-dimensional convolutions of images are supported, this one has a weight of "
                    + weight.value().shape());
        }
        if (groups < 1 || in[1] != (long) kernel[1] * groups || kernel[0] % groups != 0) {
            throw call.refuse("a convolution for " + (long) kernel[1] * groups + " channels is given " + in[1]);
        }
        Pair stride = call.pair("stride");
        Pair dilation = call.pair("dilation");
        if (stride.vertical() < 1 || stride.horizontal() < 1 || dilation.vertical() < 1 || dilation.horizontal() < 1) {
            throw call.refuse("a convolution has a stride or dilation below 1");
        }
        Pair padding = Pair.of(0);
        if (call.get("padding") instanceof String mode) {
            Pair total = same(call, mode, kernel, stride, dilation);
            padding = new Pair(total.vertical() / 2, total.horizontal() / 2);
            if (total.vertical() % 2 != 0 || total.horizontal() % 2 != 0) {
                input = ShapeOps.pad(call, input, 0, total.vertical() % 2, 0, total.horizontal() % 2, 0);
                in = input.shape();
            }
        } else {
            padding = call.pair("padding");
        }
        int[] shape = {
            in[0],
            kernel[0],
            windows(call, in[2], kernel[2], stride.vertical(), padding.vertical(), dilation.vertical()),
            windows(call, in[3], kernel[3], stride.horizontal(), padding.horizontal(), dilation.horizontal())
        };
        GraphBuilder.Draft draft = call.graph().draft("conv", true);
        Op.Conv2d op = new Op.Conv2d(
                draft.weight(weight, "weight"),
                bias(call, draft, "bias", kernel[0]),
                stride,
                padding,
                dilation,
                groups);
        return draft.add(op, shape, input);
    }

    /** Total padding per axis in the modes {@code same} and {@code valid}. */
    private static Pair same(OpCall call, String mode, int[] kernel, Pair stride, Pair dilation) {
        if (mode.equals("valid")) {
            return Pair.of(0);
        }
        if (!mode.equals("same") || !stride.equals(Pair.of(1))) {
            throw call.refuse("convolution padding '" + mode + "' is not supported");
        }
        return new Pair(dilation.vertical() * (kernel[2] - 1), dilation.horizontal() * (kernel[3] - 1));
    }

    private static int windows(OpCall call, int size, int kernel, int stride, int padding, int dilation) {
        long span = (long) size + 2L * padding - (long) dilation * (kernel - 1) - 1;
        if (span < 0 || padding < 0) {
            throw call.refuse("the image is too small for this model: a window of " + kernel + " is applied to a side"
                    + " of " + size);
        }
        return (int) (span / stride) + 1;
    }

    private static @Nullable String bias(OpCall call, GraphBuilder.Draft draft, String argument, int size) {
        ConstantTensor bias = call.optionalConstant(argument);
        if (bias == null) {
            return null;
        }
        requireVector(call, bias, size);
        return draft.weight(bias, "bias");
    }

    private static void requireVector(OpCall call, ConstantTensor vector, int size) {
        if (!vector.value().shape().equals(Shape.of(size))) {
            throw call.refuse("a weight has shape " + vector.value().shape() + " where " + size + " was expected");
        }
    }

    private static Object linear(OpCall call) {
        return linear(call, call.image("self"), call.constant("weight"), call.optionalConstant("bias"));
    }

    private static GraphTensor linear(
            OpCall call, GraphTensor input, ConstantTensor weight, @Nullable ConstantTensor bias) {
        int[] shape = input.shape();
        int last = shape.length - 1;
        if (weight.value().shape().rank() != 2 || last < 1) {
            throw call.refuse(
                    "a linear layer has a weight of shape " + weight.value().shape());
        }
        int expected = weight.value().shape().dim(1);
        if (shape[last] != expected) {
            throw call.refuse("a linear layer for " + expected + " inputs is given " + shape[last]
                    + ": the model was made for another image size");
        }
        shape[last] = weight.value().shape().dim(0);
        GraphBuilder.Draft draft = call.graph().draft("linear", true);
        String biasName = null;
        if (bias != null) {
            requireVector(call, bias, shape[last]);
            biasName = draft.weight(bias, "bias");
        }
        return draft.add(new Op.Linear(draft.weight(weight, "weight"), biasName), shape, input);
    }

    private static Object addmm(OpCall call) {
        if (call.number("beta") != 1 || call.number("alpha") != 1) {
            throw call.refuse("operation aten::addmm with factors is not supported");
        }
        ConstantTensor matrix = ConstantMath.transposed(call.constant("mat2"));
        return linear(call, call.image("mat1"), matrix, call.constant("self"));
    }

    private static Object matmul(OpCall call) {
        if (call.get("other") instanceof ConstantTensor matrix
                && matrix.value().shape().rank() == 2) {
            return linear(call, call.image("self"), ConstantMath.transposed(matrix), null);
        }
        throw call.refuse("a product of two values that both depend on the image (as in attention) is not supported");
    }

    private static Object batchNorm(OpCall call) {
        if (call.flag("training")) {
            throw call.refuse("the model was traced in training mode; call model.eval() first and save it again");
        }
        GraphTensor input = call.image("self");
        if (!call.has("running_mean") || !call.has("running_var")) {
            throw call.refuse("a batch normalisation without running statistics mixes the images of a batch;"
                    + " train with track_running_stats=True");
        }
        int channels = input.shape().length > 1 ? input.shape()[1] : 0;
        requireVector(call, call.constant("running_mean"), channels);
        requireVector(call, call.constant("running_var"), channels);
        GraphBuilder.Draft draft = call.graph().draft("batch_norm", true);
        Op op = new Op.BatchNorm(
                scale(call, draft, channels),
                bias(call, draft, "bias", channels),
                draft.buffer(call.constant("running_mean"), "running_mean"),
                draft.buffer(call.constant("running_var"), "running_var"),
                call.number("eps"));
        return draft.add(op, input.shape(), input);
    }

    private static @Nullable String scale(OpCall call, GraphBuilder.Draft draft, int channels) {
        ConstantTensor weight = call.optionalConstant("weight");
        if (weight == null) {
            return null;
        }
        requireVector(call, weight, channels);
        return draft.weight(weight, "weight");
    }

    private static Object instanceNorm(OpCall call) {
        if (!call.flag("use_input_stats")) {
            throw call.refuse("instance normalisation with running statistics is not supported");
        }
        return groups(call, call.image("self"), call.image("self").shape()[1]);
    }

    private static Object groupNorm(OpCall call) {
        return groups(call, call.image("self"), call.integer("num_groups"));
    }

    private static Object groups(OpCall call, GraphTensor input, int groups) {
        int channels = input.shape()[1];
        if (groups < 1 || channels % groups != 0) {
            throw call.refuse(channels + " channels cannot be divided into " + groups + " groups");
        }
        GraphBuilder.Draft draft = call.graph().draft("group_norm", true);
        Op op = new Op.GroupNorm(
                scale(call, draft, channels), bias(call, draft, "bias", channels), groups, call.number("eps"));
        return draft.add(op, input.shape(), input);
    }

    private static Object layerNorm(OpCall call) {
        GraphTensor input = call.image("self");
        List<Integer> sizes = call.integers("normalized_shape");
        int[] shape = input.shape();
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.size() >= shape.length || shape[shape.length - sizes.size() + i] != sizes.get(i)) {
                throw call.refuse("a layer normalisation over " + sizes + " does not fit: the model was made for"
                        + " another image size");
            }
        }
        GraphBuilder.Draft draft = call.graph().draft("layer_norm", true);
        ConstantTensor weight = call.optionalConstant("weight");
        ConstantTensor bias = call.optionalConstant("bias");
        Op op = new Op.LayerNorm(
                weight == null ? null : draft.weight(weight, "weight"),
                bias == null ? null : draft.weight(bias, "bias"),
                sizes.size(),
                call.number("eps"));
        return draft.add(op, shape, input);
    }
}
