package dev.whence.engine.model.reader.graph;

import dev.whence.engine.model.Op;
import dev.whence.engine.model.reader.pickle.PyTuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operations that only rearrange values. */
final class ShapeOps {

    private ShapeOps() {}

    static void register(OpTable table) {
        table.add("flatten(self, start_dim=0, end_dim=-1)", ShapeOps::flatten);
        table.add("view(self, size)", call -> reshape(call, call.integers("size")));
        table.add("_unsafe_view(self, size)", call -> reshape(call, call.integers("size")));
        table.add("reshape(self, shape)", call -> reshape(call, call.integers("shape")));
        table.add("unsqueeze(self, dim)", ShapeOps::unsqueeze);
        table.add("squeeze(self, dim=None)", ShapeOps::squeeze);
        table.add("permute(self, dims)", ShapeOps::permute);
        table.add("transpose(self, dim0, dim1)", ShapeOps::transpose);
        table.add("t(self)", ShapeOps::matrixTranspose);
        table.add("contiguous(self, memory_format=0)", call -> call.get("self"));
        for (String name : new String[] {"detach", "alias", "lift_fresh_copy", "lift_fresh", "positive"}) {
            table.add(name + "(self)", call -> call.get("self"));
        }
        table.add("clone(self, memory_format=None)", ShapeOps::copy);
        table.add("to(self, a=None, b=None, c=None, d=None, e=None)", ShapeOps::convert);
        table.add("chunk(self, chunks, dim=0)", ShapeOps::chunk);
        table.add("split(self, split_size, dim=0)", ShapeOps::split);
        table.add("split_with_sizes(self, split_sizes, dim=0)", ShapeOps::splitWithSizes);
        table.add("slice(self, dim=0, start=None, end=None, step=1)", ShapeOps::slice);
        table.add("select(self, dim, index)", ShapeOps::select);
        table.add("cat(tensors, dim=0)", ShapeOps::concatenate);
        table.add("concat(tensors, dim=0)", ShapeOps::concatenate);
        table.add("constant_pad_nd(self, pad, value=0)", ShapeOps::pad);
        table.add("pad(self, pad, mode='constant', value=None)", ShapeOps::pad);
        table.add("channel_shuffle(self, groups)", ShapeOps::channelShuffle);
    }

    private static Object flatten(OpCall call) {
        int[] shape = shapeOf(call);
        if (shape.length == 0) {
            return reshape(call, List.of(1));
        }
        int first = call.axis("start_dim", shape.length);
        int last = call.axis("end_dim", shape.length);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            if (i > first && i <= last) {
                sizes.set(first, sizes.get(first) * shape[i]);
            } else {
                sizes.add(shape[i]);
            }
        }
        return reshape(call, sizes);
    }

    private static int[] shapeOf(OpCall call) {
        return call.get("self") instanceof ConstantTensor constant
                ? constant.value().shape().toArray()
                : call.image("self").shape();
    }

    private static Object reshape(OpCall call, List<Integer> wanted) {
        int[] old = shapeOf(call);
        long total = size(old);
        int[] shape = new int[wanted.size()];
        long known = 1;
        int open = -1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = wanted.get(i);
            if (shape[i] == -1 && open < 0) {
                open = i;
            } else if (shape[i] < 0) {
                throw call.wrongArgument("self");
            } else {
                known *= shape[i];
            }
        }
        if (open >= 0 && known > 0 && total % known == 0) {
            shape[open] = (int) Math.min(Integer.MAX_VALUE, total / known);
            known *= shape[open];
        }
        if (call.get("self") instanceof ConstantTensor constant) {
            if (known != total || size(shape) != total) {
                throw call.wrongArgument("self");
            }
            return ConstantTensor.anonymous(constant.value().reshape(shape));
        }
        requireKeptBatch(call, wanted, old, open >= 0 && shape[open] < 0 ? -1 : known, shape);
        return call.graph().draft("reshape", false).addView(new Op.Reshape(), shape, call.image("self"));
    }

    private static long size(int[] shape) {
        long size = 1;
        for (int side : shape) {
            size *= Math.max(0, side);
        }
        return size;
    }

    private static void requireKeptBatch(OpCall call, List<Integer> wanted, int[] old, long known, int[] shape) {
        int batch = call.graph().batch();
        if (known == size(old) && shape.length > 0 && shape[0] == batch) {
            return;
        }
        long perImage = size(old) / batch;
        long rest = 1;
        for (int i = 1; i < wanted.size(); i++) {
            rest *= Math.max(1, wanted.get(i));
        }
        boolean open = wanted.stream().anyMatch(size -> size == -1);
        if (!wanted.isEmpty() && wanted.get(0) > 0 && wanted.get(0) != batch && (open || rest == perImage)) {
            throw call.refuse("the network was traced with a fixed batch size of " + wanted.get(0) + " (view to "
                    + wanted + "); use x.flatten(1) or x.view(x.size(0), -1) and save it again");
        }
        throw call.refuse("a view to " + wanted + " does not fit " + perImage
                + " values per image: the model was made for another image size or a fixed batch size");
    }

    private static Object unsqueeze(OpCall call) {
        int[] shape = shapeOf(call);
        int axis = call.axis("dim", shape.length + 1);
        List<Integer> sizes = listOf(shape);
        sizes.add(axis, 1);
        return reshape(call, sizes);
    }

    private static Object squeeze(OpCall call) {
        int[] shape = shapeOf(call);
        List<Integer> axes = new ArrayList<>();
        if (call.has("dim")) {
            call.integers("dim").forEach(axis -> axes.add(call.axis(axis, shape.length)));
        }
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            boolean candidate = call.has("dim") ? axes.contains(i) : i > 0 || !call.isImage("self");
            if (shape[i] != 1 || !candidate) {
                sizes.add(shape[i]);
            }
        }
        return reshape(call, sizes);
    }

    private static List<Integer> listOf(int[] shape) {
        List<Integer> sizes = new ArrayList<>();
        for (int side : shape) {
            sizes.add(side);
        }
        return sizes;
    }

    private static Object permute(OpCall call) {
        int rank = shapeOf(call).length;
        List<Integer> order = new ArrayList<>();
        call.integers("dims").forEach(axis -> order.add(call.axis(axis, rank)));
        return permuted(call, order);
    }

    private static Object transpose(OpCall call) {
        int rank = shapeOf(call).length;
        List<Integer> order = identity(rank);
        Collections.swap(order, call.axis("dim0", rank), call.axis("dim1", rank));
        return permuted(call, order);
    }

    private static List<Integer> identity(int rank) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            order.add(i);
        }
        return order;
    }

    private static Object matrixTranspose(OpCall call) {
        if (call.get("self") instanceof ConstantTensor matrix
                && matrix.value().shape().rank() == 2) {
            return ConstantMath.transposed(matrix);
        }
        throw call.wrongArgument("self");
    }

    private static Object permuted(OpCall call, List<Integer> order) {
        int[] old = shapeOf(call);
        if (!order.stream().sorted().toList().equals(identity(old.length))) {
            throw call.wrongArgument("self");
        }
        int[] sources = order.stream().mapToInt(Integer::intValue).toArray();
        if (call.get("self") instanceof ConstantTensor constant) {
            if (sources.length == 2 && sources[0] == 1) {
                return ConstantMath.transposed(constant);
            }
            return ConstantTensor.anonymous(ConstantMath.permute(constant.value(), sources));
        }
        return permuted(call, call.image("self"), sources);
    }

    private static GraphTensor permuted(OpCall call, GraphTensor input, int... order) {
        int[] old = input.shape();
        int[] shape = new int[order.length];
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            shape[i] = old[order[i]];
            axes.add(order[i]);
        }
        if (order[0] != 0) {
            throw call.refuse("the batch axis is moved, so images would be mixed");
        }
        return call.graph().draft("permute", false).addView(new Op.Permute(axes), shape, input);
    }

    private static Object copy(OpCall call) {
        if (!call.isImage("self")) {
            return call.get("self");
        }
        return call.add(new Op.Identity(), call.image("self").shape(), call.image("self"));
    }

    /** Conversions of type and device: only to the floating types, which change nothing in a float network. */
    private static Object convert(OpCall call) {
        Long type = call.get("a") instanceof Boolean ? null : Scalars.toLong(call.get("a"));
        if (type != null && type != 6 && type != 7) {
            throw call.refuse(
                    "a conversion to another number type (code " + type + ") is not supported; use float32 throughout");
        }
        return call.get("self");
    }

    private static Object chunk(OpCall call) {
        int[] shape = shapeOf(call);
        int size = shape[call.axis("dim", shape.length)];
        int chunks = Math.max(1, call.integer("chunks"));
        return parts(call, Math.max(1, (size + chunks - 1) / chunks));
    }

    private static Object split(OpCall call) {
        return call.get("split_size") instanceof List<?>
                ? parts(call, call.integers("split_size"))
                : parts(call, Math.max(1, call.integer("split_size")));
    }

    private static Object splitWithSizes(OpCall call) {
        return parts(call, call.integers("split_sizes"));
    }

    private static Object parts(OpCall call, int each) {
        int[] shape = shapeOf(call);
        int size = shape[call.axis("dim", shape.length)];
        List<Integer> sizes = new ArrayList<>();
        for (int start = 0; start < size; start += each) {
            sizes.add(Math.min(each, size - start));
        }
        return parts(call, sizes);
    }

    private static Object parts(OpCall call, List<Integer> sizes) {
        int[] shape = shapeOf(call);
        int axis = call.axis("dim", shape.length);
        List<Object> parts = new ArrayList<>();
        int start = 0;
        for (int size : sizes) {
            if (size < 0 || size > shape[axis] - start) {
                throw call.wrongArgument("self");
            }
            parts.add(sliced(call, axis, start, start + size, 1));
            start += size;
        }
        return parts;
    }

    private static Object slice(OpCall call) {
        int[] shape = shapeOf(call);
        int axis = call.axis("dim", shape.length);
        int size = shape[axis];
        int start = call.has("start") ? clamp(call.integer("start"), size) : 0;
        int end = call.has("end") ? clamp(call.integer("end"), size) : size;
        int step = call.integer("step");
        if (step < 1) {
            throw call.wrongArgument("step");
        }
        return sliced(call, axis, start, Math.max(start, end), step);
    }

    private static int clamp(int position, int size) {
        return Math.max(0, Math.min(size, position < 0 ? position + size : position));
    }

    private static Object sliced(OpCall call, int axis, int start, int end, int step) {
        int[] shape = shapeOf(call);
        if (start == 0 && end == shape[axis] && step == 1) {
            return call.get("self");
        }
        int count = (end - start + step - 1) / step;
        if (call.get("self") instanceof ConstantTensor constant) {
            return ConstantTensor.anonymous(ConstantMath.slice(constant.value(), axis, start, step, count));
        }
        if (axis == 0 || count == 0) {
            throw call.refuse("a part of the batch is cut out, so images would be mixed");
        }
        shape[axis] = count;
        return call.graph()
                .draft("slice", false)
                .addView(new Op.Slice(axis, start, end, step), shape, call.image("self"));
    }

    private static Object select(OpCall call) {
        int[] shape = shapeOf(call);
        int axis = call.axis("dim", shape.length);
        int index = call.integer("index") < 0 ? call.integer("index") + shape[axis] : call.integer("index");
        if (index < 0 || index >= shape[axis]) {
            throw call.wrongArgument("index");
        }
        Object row = sliced(call, axis, index, index + 1, 1);
        List<Integer> sizes = listOf(shape);
        sizes.remove(axis);
        int[] rest = sizes.stream().mapToInt(Integer::intValue).toArray();
        if (row instanceof ConstantTensor constant) {
            return ConstantTensor.anonymous(constant.value().reshape(rest));
        }
        return call.graph().draft("reshape", false).addView(new Op.Reshape(), rest, (GraphTensor) row);
    }

    private static Object concatenate(OpCall call) {
        List<Object> parts = call.items("tensors");
        if (parts.size() == 1) {
            return parts.get(0);
        }
        GraphTensor[] inputs = new GraphTensor[parts.size()];
        for (int i = 0; i < inputs.length; i++) {
            if (!(parts.get(i) instanceof GraphTensor part)) {
                throw call.refuse("joining activations with constants is not supported");
            }
            inputs[i] = part;
        }
        if (inputs.length == 0) {
            throw call.wrongArgument("tensors");
        }
        int[] shape = inputs[0].shape();
        int axis = call.axis("dim", shape.length);
        if (axis == 0) {
            throw call.refuse("values are joined along the batch, so images would be mixed");
        }
        for (int i = 1; i < inputs.length; i++) {
            int[] other = inputs[i].shape();
            for (int j = 0; j < shape.length; j++) {
                if (other.length != shape.length || (j != axis && other[j] != shape[j])) {
                    throw call.refuse(
                            "values of different sizes are joined: the model was made for another image size");
                }
            }
            shape[axis] += other[axis];
        }
        return call.graph().draft("cat", false).add(new Op.Concat(axis), shape, inputs);
    }

    private static Object pad(OpCall call) {
        if (!call.label().equals("constant_pad_nd") && !call.get("mode").equals("constant")) {
            throw call.refuse("padding in mode '" + call.get("mode") + "' is not supported; use zeros");
        }
        List<Integer> widths = call.integers("pad");
        double value = call.has("value") ? call.number("value") : 0;
        if (call.image("self").shape().length != 4 || (widths.size() != 4 && widths.size() != 2)) {
            throw call.refuse("only padding of height and width is supported");
        }
        boolean both = widths.size() == 4;
        return pad(
                call,
                call.image("self"),
                both ? widths.get(2) : 0,
                both ? widths.get(3) : 0,
                widths.get(0),
                widths.get(1),
                value);
    }

    /** Pads the two spatial axes. */
    static GraphTensor pad(OpCall call, GraphTensor input, int top, int bottom, int left, int right, double value) {
        int[] shape = input.shape();
        if (Math.min(Math.min(top, bottom), Math.min(left, right)) < 0) {
            throw call.refuse("cropping by negative padding is not supported");
        }
        shape[2] += top + bottom;
        shape[3] += left + right;
        return call.graph().draft("pad", false).add(new Op.Pad2d(top, bottom, left, right, value), shape, input);
    }

    private static Object channelShuffle(OpCall call) {
        GraphTensor input = call.image("self");
        int[] shape = input.shape();
        int groups = call.integer("groups");
        if (shape.length != 4 || groups < 1 || shape[1] % groups != 0) {
            throw call.wrongArgument("groups");
        }
        int[] split = {shape[0], groups, shape[1] / groups, shape[2], shape[3]};
        GraphTensor grouped = call.graph().draft("reshape", false).addView(new Op.Reshape(), split, input);
        GraphTensor swapped = permuted(call, grouped, 0, 2, 1, 3, 4);
        return call.graph().draft("reshape", false).add(new Op.Reshape(), shape, swapped);
    }

    /** The sizes of a value as a Python list, or one of them. */
    static Object size(OpCall call) {
        int[] shape = shapeOf(call);
        if (call.has("dim")) {
            return (long) shape[call.axis("dim", shape.length)];
        }
        List<Object> sizes = new ArrayList<>();
        for (int side : shape) {
            sizes.add((long) side);
        }
        return sizes;
    }

    /** Number of axes. */
    static Object rank(OpCall call) {
        return (long) shapeOf(call).length;
    }

    /** Number of elements, batch included. */
    static Object elements(OpCall call) {
        return size(shapeOf(call));
    }

    /** A tuple as a list or a list as it is. */
    static List<Object> listOf(OpCall call, String name) {
        Object value = call.get(name);
        return value instanceof PyTuple tuple ? new ArrayList<>(tuple.items()) : call.items(name);
    }
}
