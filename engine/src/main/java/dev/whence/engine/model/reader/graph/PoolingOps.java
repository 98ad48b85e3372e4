package dev.whence.engine.model.reader.graph;

import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.model.reader.pickle.PyNone;
import dev.whence.engine.model.reader.pickle.PyTuple;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Layers that summarise neighbourhoods. */
final class PoolingOps {

    private PoolingOps() {}

    static void register(OpTable table) {
        String max = "(self, kernel_size, stride=[], padding=0, dilation=1, ceil_mode=False)";
        table.add("max_pool2d" + max, PoolingOps::maxPool);
        table.add("max_pool2d_with_indices" + max, call -> withIndices(maxPool(call)));
        table.add(
                "avg_pool2d(self, kernel_size, stride=[], padding=0, ceil_mode=False, count_include_pad=True,"
                        + " divisor_override=None)",
                PoolingOps::averagePool);
        table.add("adaptive_avg_pool2d(self, output_size)", call -> adaptive(call, false));
        table.add("adaptive_max_pool2d(self, output_size)", call -> withIndices(adaptive(call, true)));
        table.add("mean(self, dim=None, keepdim=False, dtype=None)", PoolingOps::mean);
        table.add("amax(self, dim=[], keepdim=False)", PoolingOps::maximum);
    }

    private static Object withIndices(Object pooled) {
        return new PyTuple(List.of(
                pooled, new Unrepresentable("the positions of a max pooling are used, which is not supported")));
    }

    private static Object maxPool(OpCall call) {
        Window window = new Window(call, call.pair("dilation"));
        Op op = new Op.MaxPool2d(
                window.kernel, window.stride, window.padding, call.pair("dilation"), call.flag("ceil_mode"));
        return call.add(op, window.shape(), call.image("self"));
    }

    private static Object averagePool(OpCall call) {
        Window window = new Window(call, Pair.of(1));
        Integer divisor = call.has("divisor_override") ? call.integer("divisor_override") : null;
        Op op = new Op.AvgPool2d(
                window.kernel,
                window.stride,
                window.padding,
                call.flag("ceil_mode"),
                call.flag("count_include_pad"),
                divisor);
        return call.add(op, window.shape(), call.image("self"));
    }

    /** The arithmetic shared by both poolings. */
    private static final class Window {
        private final OpCall call;
        private final Pair dilation;
        private final Pair kernel;
        private final Pair stride;
        private final Pair padding;

        Window(OpCall call, Pair dilation) {
            this.call = call;
            this.dilation = dilation;
            this.kernel = call.pair("kernel_size");
            this.stride = !call.has("stride") || call.integers("stride").isEmpty() ? kernel : call.pair("stride");
            this.padding = call.pair("padding");
        }

        int[] shape() {
            int[] shape = call.image("self").shape();
            if (shape.length != 4) {
                throw call.refuse("pooling of a value that is not an image with channels is not supported");
            }
            boolean ceil = call.flag("ceil_mode");
            shape[2] = windows(
                    shape[2], kernel.vertical(), stride.vertical(), padding.vertical(), dilation.vertical(), ceil);
            shape[3] = windows(
                    shape[3],
                    kernel.horizontal(),
                    stride.horizontal(),
                    padding.horizontal(),
                    dilation.horizontal(),
                    ceil);
            return shape;
        }

        private int windows(int size, int width, int step, int pad, int spread, boolean ceil) {
            if (width < 1 || step < 1 || spread < 1 || pad < 0 || pad > width / 2) {
                throw call.refuse("a pooling layer has impossible sizes");
            }
            long span = (long) size + 2L * pad - (long) spread * (width - 1) - 1;
            if (span < 0) {
                throw call.refuse("the image is too small for this model: a pooling window of " + width
                        + " is applied to a side of " + size);
            }
            int count = (int) ((ceil ? span + step - 1 : span) / step) + 1;
            // With ceil mode the last window must still begin inside the image or its left padding.
            return ceil && (count - 1L) * step >= (long) size + pad ? count - 1 : count;
        }
    }

    private static Object adaptive(OpCall call, boolean maximum) {
        GraphTensor input = call.image("self");
        int[] shape = input.shape();
        List<Object> sizes = call.get("output_size") instanceof Long
                ? List.of(call.get("output_size"), call.get("output_size"))
                : call.items("output_size");
        if (shape.length != 4 || sizes.size() != 2) {
            throw call.refuse("adaptive pooling of a value that is not an image with channels is not supported");
        }
        for (int i = 0; i < 2; i++) {
            if (sizes.get(i) != PyNone.NONE) {
                Long size = Scalars.toLong(sizes.get(i));
                if (size == null || size < 1 || size > 10_000) {
                    throw call.wrongArgument("output_size");
                }
                shape[2 + i] = size.intValue();
            }
        }
        Pair output = new Pair(shape[2], shape[3]);
        return call.add(maximum ? new Op.AdaptiveMaxPool2d(output) : new Op.AdaptiveAvgPool2d(output), shape, input);
    }

    private static Object mean(OpCall call) {
        if (!call.isImage("self")) {
            throw call.refuse("operation aten::mean of a weight is not supported");
        }
        GraphTensor input = call.image("self");
        SortedSet<Integer> axes = axes(call, input);
        if (axes.contains(0)) {
            return new Unrepresentable("a mean over all images of a batch is used, which mixes the images");
        }
        boolean keep = call.flag("keepdim");
        return call.add(new Op.Mean(List.copyOf(axes), keep), reduced(input.shape(), axes, keep), input);
    }

    private static SortedSet<Integer> axes(OpCall call, GraphTensor input) {
        int rank = input.shape().length;
        TreeSet<Integer> axes = new TreeSet<>();
        if (call.has("dim")) {
            call.integers("dim").forEach(axis -> axes.add(call.axis(axis, rank)));
        }
        if (axes.isEmpty()) {
            for (int i = 0; i < rank; i++) {
                axes.add(i);
            }
        }
        return axes;
    }

    private static int[] reduced(int[] shape, Set<Integer> axes, boolean keep) {
        int[] kept = new int[keep ? shape.length : shape.length - axes.size()];
        int next = 0;
        for (int i = 0; i < shape.length; i++) {
            if (!axes.contains(i)) {
                kept[next++] = shape[i];
            } else if (keep) {
                kept[next++] = 1;
            }
        }
        return kept;
    }

    private static Object maximum(OpCall call) {
        GraphTensor input = call.image("self");
        SortedSet<Integer> axes = axes(call, input);
        int[] shape = input.shape();
        if (shape.length != 4 || !axes.equals(new TreeSet<>(List.of(2, 3)))) {
            throw call.refuse("a maximum over other axes than height and width is not supported");
        }
        GraphTensor pooled =
                call.add(new Op.AdaptiveMaxPool2d(Pair.of(1)), new int[] {shape[0], shape[1], 1, 1}, input);
        return call.flag("keepdim")
                ? pooled
                : call.graph()
                        .draft("reshape", false)
                        .addView(new Op.Reshape(), new int[] {shape[0], shape[1]}, pooled);
    }
}
