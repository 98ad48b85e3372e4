package dev.whence.engine.exec;

import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Maximum pooling of whole arrays at a time, by one elementwise maximum for each place in the window. libtorch's own goes
 * from window to window on a CPU and takes longer than the convolution before it.
 */
final class MaxPooling {

    /** Windows with more places are left to libtorch. */
    private static final int LARGEST_WINDOW = 16;

    private MaxPooling() {}

    /** Whether windows are small enough for the functions here. */
    static boolean suits(Op.MaxPool2d how) {
        return how.kernel().vertical() * how.kernel().horizontal() <= LARGEST_WINDOW;
    }

    /**
     * The pooled values of {@code x0}, without a gradient's way back.
     *
     * @param input {@code [c, h, w]}
     * @param output {@code [c, oh, ow]}
     */
    static KernelSource values(Op.MaxPool2d how, Shape input, Shape output) {
        Axis rows = rows(how, input.dim(1), output.dim(1));
        Axis columns = columns(how, input.dim(2), output.dim(2));
        return new KernelSource(
                1,
                "Tensor",
                String.join(
                        "\n",
                        "p = " + padded(rows, columns),
                        "r = " + largest("p", 2, rows),
                        "return " + largest("r", 3, columns)));
    }

    /**
     * Moves values {@code x2} at the pooled places to the first largest place of each window. {@code x0} is what was
     * pooled, {@code x1} the result of pooling it.
     *
     * @param input {@code [n, c, h, w]}
     * @param output {@code [n, c, oh, ow]}
     * @param manyOfLast whether the last of the pooled images goes with all the values that are left
     */
    static KernelSource toMaxima(Op.MaxPool2d how, Shape input, Shape output, boolean manyOfLast) {
        if (!suits(how)) {
            return byIndices(how, manyOfLast);
        }
        Axis rows = rows(how, input.dim(2), output.dim(2));
        Axis columns = columns(how, input.dim(3), output.dim(3));
        boolean tiled = rows.isTiled() && columns.isTiled();
        List<String> lines = new ArrayList<>();
        lines.add("p = " + padded(rows, columns));
        lines.add("all = torch." + (tiled ? "new_empty" : "new_zeros") + "(x2, [torch.size(x2, 0), torch.size(x2, 1), "
                + rows.padded() + ", " + columns.padded() + "])");
        if (manyOfLast) {
            lines.add("r = torch.sub(torch.size(x1, 0), 1)");
            lines.addAll(toMaxima(rows, columns, tiled, "torch.slice(%s, 0, 0, r)", "own"));
            lines.addAll(toMaxima(rows, columns, tiled, "torch.slice(%s, 0, r)", "last"));
        } else {
            lines.addAll(toMaxima(rows, columns, tiled, "%s", ""));
        }
        lines.add("return " + inner("all", rows, columns));
        return new KernelSource(3, "Tensor", String.join("\n", lines));
    }

    /**
     * The part of some images.
     *
     * @param part what takes their rows out of an array
     * @param name what the variables of this part end with
     */
    private static List<String> toMaxima(Axis rows, Axis columns, boolean tiled, String part, String name) {
        String pooled = "p" + name;
        String maxima = "m" + name;
        String left = "left" + name + "_";
        List<String> lines = new ArrayList<>(List.of(
                pooled + " = " + part.formatted("p"),
                maxima + " = " + part.formatted("x1"),
                left + "0 = " + part.formatted("x2"),
                "o" + name + " = " + part.formatted("all")));
        int places = rows.kernel() * columns.kernel();
        for (int place = 0; place < places; place++) {
            int row = place / columns.kernel();
            int column = place % columns.kernel();
            String target = at("o" + name, rows, row, columns, column);
            String here = left + place;
            String next = left + (place + 1);
            String unused = "_" + name + place + " = ";
            if (place == places - 1) {
                lines.add(unused + (tiled ? "torch.copy_(" : "torch.add_(") + target + ", " + here + ")");
            } else {
                // A value stays with those left to place wherever the maximum is above this place's value.
                String below = "torch.sub(" + maxima + ", " + at(pooled, rows, row, columns, column) + ")";
                lines.add(next + " = torch.threshold_backward(" + here + ", " + below + ", 0)");
                lines.add(unused
                        + (tiled
                                ? "torch.sub(" + here + ", " + next + ", out=" + target + ")"
                                : "torch.add_(" + target + ", torch.sub(" + here + ", " + next + "))"));
            }
        }
        return lines;
    }

    private static KernelSource byIndices(Op.MaxPool2d how, boolean manyOfLast) {
        String pooling = String.join(
                ", ",
                LayerSources.pair(how.kernel()),
                LayerSources.pair(how.stride()),
                LayerSources.pair(how.padding()),
                LayerSources.pair(how.dilation()),
                LayerSources.truth(how.ceilMode()));
        String repeated = manyOfLast
                ? "torch.index_select(%s, 0, torch.clamp_max(torch.arange(torch.size(x2, 0)), torch.sub(torch.size(x0,"
                        + " 0), 1)))"
                : "torch.expand(%s, [torch.size(x2, 0), -1, -1, -1])";
        String body = "largest, indices = torch.max_pool2d_with_indices(x0, " + pooling + ")\n"
                + "return torch.max_pool2d_with_indices_backward(x2, " + repeated.formatted("x0") + ", " + pooling
                + ", " + repeated.formatted("indices") + ")";
        return new KernelSource(3, "Tensor", body);
    }

    /**
     * How windows lie along one axis.
     *
     * @param size without padding
     * @param before padding in front
     */
    private record Axis(int kernel, int stride, int dilation, int size, int before, int windows) {

        /** From the start of the padding to the end of the last window or of the image. */
        int padded() {
            return Math.max(before + size, (windows - 1) * stride + dilation * (kernel - 1) + 1);
        }

        int after() {
            return padded() - before - size;
        }

        /** Whether every place of the image is in exactly one window. */
        boolean isTiled() {
            return !isPadded() && stride == kernel && dilation == 1 && windows * kernel == size;
        }

        boolean isPadded() {
            return padded() > size;
        }

        /** One place of all windows. */
        String slice(String array, int axis, int place) {
            int first = place * dilation;
            int end = first + (windows - 1) * stride + 1;
            return "torch.slice(" + array + ", " + axis + ", " + first + ", " + end + ", " + stride + ")";
        }

        String withoutPadding(String array, int axis) {
            return "torch.slice(" + array + ", " + axis + ", " + before + ", " + (before + size) + ", 1)";
        }
    }

    private static Axis rows(Op.MaxPool2d how, int size, int windows) {
        return new Axis(
                how.kernel().vertical(),
                how.stride().vertical(),
                how.dilation().vertical(),
                size,
                how.padding().vertical(),
                windows);
    }

    private static Axis columns(Op.MaxPool2d how, int size, int windows) {
        return new Axis(
                how.kernel().horizontal(),
                how.stride().horizontal(),
                how.dilation().horizontal(),
                size,
                how.padding().horizontal(),
                windows);
    }

    private static String padded(Axis rows, Axis columns) {
        if (!rows.isPadded() && !columns.isPadded()) {
            return "x0";
        }
        List<Integer> sides = List.of(columns.before(), columns.after(), rows.before(), rows.after());
        return "torch.constant_pad_nd(x0, " + sides + ", -inf)";
    }

    private static String inner(String array, Axis rows, Axis columns) {
        if (!rows.isPadded() && !columns.isPadded()) {
            return array;
        }
        return columns.withoutPadding(rows.withoutPadding(array, 2), 3);
    }

    private static String at(String array, Axis rows, int row, Axis columns, int column) {
        return columns.slice(rows.slice(array, 2, row), 3, column);
    }

    private static String largest(String array, int axis, Axis along) {
        String text = along.slice(array, axis, 0);
        for (int place = 1; place < along.kernel(); place++) {
            text = "torch.maximum(" + text + ", " + along.slice(array, axis, place) + ")";
        }
        return text;
    }
}
