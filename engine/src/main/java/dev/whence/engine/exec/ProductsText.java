package dev.whence.engine.exec;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements for inner products of layers' gradients with directions. */
final class ProductsText {

    /** Beyond so many directions, gradients written out cost less than convolutions with each direction. */
    private static final int FEW = 2;

    private final Network network;
    private final BiConsumer<String, String> statements;
    private final int m;
    private final boolean summed;
    private final Map<String, List<String>> products = new LinkedHashMap<>();
    private final Map<String, List<String>> sums = new LinkedHashMap<>();

    /**
     * @param statements receives names and what they stand for
     * @param m number of directions, the argument {@code x3}
     * @param summed whether the sum of the images' gradients is wished as well
     */
    ProductsText(Network network, BiConsumer<String, String> statements, int m, boolean summed) {
        this.network = network;
        this.statements = statements;
        this.m = m;
        this.summed = summed;
        network.parameters().keySet().forEach(name -> {
            products.put(name, new ArrayList<>());
            sums.put(name, new ArrayList<>());
        });
    }

    /**
     * Adds a layer.
     *
     * @param name that all of its names begin with
     * @param x what enters it
     * @param g the gradient by what leaves it
     * @param small whether it is a small convolution, whose gradients cost less written out than summed
     */
    void layer(Node node, String name, String x, String g, boolean small) {
        if (node.op() instanceof Op.Linear linear) {
            linear(node, linear, name, x, g);
        } else if (node.op() instanceof Op.Conv2d conv) {
            convolution(conv, name, x, g, small);
        } else {
            throw new IllegalStateException("layers of kind " + node.kind() + " are not factored");
        }
    }

    /** All inner products, {@code [n, groups, m]}. */
    String stacked() {
        String none = "torch.zeros([torch.size(x0, 0), " + m + "], dtype=torch.dtype(x3))";
        return products.values().stream()
                .map(found -> total(found, none))
                .collect(Collectors.joining(", ", "torch.stack([", "], 1)"));
    }

    /** The sum of the images' gradients as one vector. */
    String sum() {
        return sums.entrySet().stream()
                .map(found -> total(
                        found.getValue(),
                        "torch.zeros([" + network.tensor(found.getKey()).size() + "], dtype=torch.dtype(x1))"))
                .collect(Collectors.joining(", ", "torch.cat([", "], 0)"));
    }

    /** A parameter may belong to several layers. */
    private static String total(List<String> parts, String none) {
        return parts.stream()
                .reduce((a, b) -> "torch.add(" + a + ", " + b + ")")
                .orElse(none);
    }

    private void product(String parameter, String name, String expression) {
        statements.accept(name, expression);
        products.computeIfAbsent(parameter, missing -> new ArrayList<>()).add(name);
    }

    private void sum(String parameter, String name, String expression) {
        statements.accept(name, "torch.reshape(" + expression + ", [-1])");
        sums.computeIfAbsent(parameter, missing -> new ArrayList<>()).add(name);
    }

    /** The directions of one parameter, {@code [m, values]}. */
    private @Nullable String directions(@Nullable String parameter) {
        return parameter == null || !network.parameters().containsKey(parameter)
                ? null
                : "torch.slice(x3, 1, " + place(parameter) + ")";
    }

    /** Where a parameter stands among all. */
    private String place(String parameter) {
        int from = 0;
        for (var other : network.parameters().entrySet()) {
            int to = from + other.getValue().size();
            if (other.getKey().equals(parameter)) {
                return from + ", " + to;
            }
            from = to;
        }
        throw new IllegalStateException("no parameter " + parameter);
    }

    private void linear(Node node, Op.Linear linear, String name, String x, String g) {
        Shape weight = network.tensor(linear.weight()).shape();
        int out = weight.dim(0);
        int in = weight.dim(1);
        statements.accept(name + "x", "torch.reshape(" + x + ", [torch.size(x0, 0), -1, " + in + "])");
        statements.accept(name + "g", "torch.reshape(" + g + ", [torch.size(x0, 0), -1, " + out + "])");
        String directions = directions(linear.weight());
        // A single place's gradient is an outer product, so that its values are never needed.
        boolean single = node.shape().rank() == 1 && m <= in;
        if (directions != null && (single || m <= FEW)) {
            statements.accept(name + "v", "torch.reshape(" + directions + ", " + NetworkText.ints(m * out, in) + ")");
            statements.accept(name + "m", "torch.matmul(" + name + "x, torch.transpose(" + name + "v, 0, 1))");
            String moved = "torch.reshape(" + name + "m, [torch.size(x0, 0), -1, " + m + ", " + out + "])";
            String products = "torch.sum(torch.mul(" + moved + ", torch.unsqueeze(" + name + "g, 2)), [1, 3])";
            product(linear.weight(), name + "w", products);
            if (summed) {
                String back = "torch.transpose(torch.reshape(" + g + ", [-1, " + out + "]), 0, 1)";
                String sum = "torch.matmul(" + back + ", torch.reshape(" + x + ", [-1, " + in + "]))";
                sum(linear.weight(), name + "t", sum);
            }
        } else if (directions != null) {
            written(linear.weight(), name, directions, "torch.transpose(" + name + "g, 1, 2)", name + "x");
        }
        bias(linear.bias(), name, "torch.sum(" + name + "g, [1])");
    }

    private void convolution(Op.Conv2d conv, String name, String x, String g, boolean small) {
        Shape kernel = network.tensor(conv.weight()).shape();
        int out = kernel.dim(0);
        String directions = directions(conv.weight());
        if (directions != null && (m > FEW || (small && summed))) {
            written(
                    conv.weight(),
                    name,
                    directions,
                    "torch.reshape(" + g + ", [torch.size(x0, 0), " + out + ", -1])",
                    "torch.transpose(" + windows(conv, kernel, x) + ", 1, 2)");
        } else if (directions != null) {
            String how = LayerSources.pair(conv.stride()) + ", " + LayerSources.pair(conv.padding()) + ", "
                    + LayerSources.pair(conv.dilation());
            String kernels = "torch.reshape(" + directions + ", "
                    + NetworkText.ints(m * out, kernel.dim(1), kernel.dim(2), kernel.dim(3)) + ")";
            statements.accept(name + "c", "torch.conv2d(" + x + ", " + kernels + ", None, " + how + ", 1)");
            String moved = "torch.reshape(" + name + "c, [torch.size(x0, 0), " + m + ", -1])";
            String back = "torch.reshape(" + g + ", [torch.size(x0, 0), 1, -1])";
            product(conv.weight(), name + "w", "torch.sum(torch.mul(" + moved + ", " + back + "), [2])");
            if (summed) {
                String own = "torch.reshape(torch.slice(x1, 0, " + place(conv.weight()) + "), "
                        + NetworkText.ints(kernel.toArray()) + ")";
                String sums = "torch.convolution_backward(" + g + ", " + x + ", " + own + ", None, " + how
                        + ", False, [0, 0], 1, [False, True, False])";
                statements.accept(name + "i, " + name + "k, " + name + "j", sums);
                sum(conv.weight(), name + "t", name + "k");
            }
        }
        bias(conv.bias(), name, "torch.sum(" + g + ", [2, 3])");
    }

    /** What a convolution's kernel sees at each place, {@code [n, in kh kw, places]}. */
    private static String windows(Op.Conv2d conv, Shape kernel, String x) {
        int rows = kernel.dim(2);
        int columns = kernel.dim(3);
        if (conv.dilation().vertical() > 1 || conv.dilation().horizontal() > 1) {
            return "torch.im2col(" + x + ", [" + rows + ", " + columns + "], " + LayerSources.pair(conv.dilation())
                    + ", " + LayerSources.pair(conv.padding()) + ", " + LayerSources.pair(conv.stride()) + ")";
        }
        int above = conv.padding().vertical();
        int left = conv.padding().horizontal();
        String padded = above == 0 && left == 0
                ? x
                : "torch.constant_pad_nd(" + x + ", " + NetworkText.ints(left, left, above, above) + ", 0)";
        String places = "torch.unfold(torch.unfold(" + padded + ", 2, " + rows + ", "
                + conv.stride().vertical() + "), 3, " + columns + ", "
                + conv.stride().horizontal() + ")";
        // Rows of the image stay whole, which is several times as fast as the engine's own way of copying windows.
        return "torch.reshape(torch.permute(" + places + ", [0, 1, 4, 5, 2, 3]), [torch.size(x0, 0), "
                + kernel.dim(1) * rows * columns + ", -1])";
    }

    /** Gradients written out, {@code left [n, out, places]} times {@code right [n, places, in]}. */
    private void written(String parameter, String name, String directions, String left, String right) {
        statements.accept(
                name + "w", "torch.reshape(torch.matmul(" + left + ", " + right + "), [torch.size(x0, 0), -1])");
        rows(parameter, name + "w", directions);
    }

    private void bias(@Nullable String bias, String name, String rows) {
        String directions = directions(bias);
        if (bias != null && directions != null) {
            statements.accept(name + "b", rows);
            rows(bias, name + "b", directions);
        }
    }

    /** With gradients of all images as rows, all is simple. */
    private void rows(String parameter, String rows, String directions) {
        product(parameter, rows + "p", "torch.matmul(" + rows + ", torch.transpose(" + directions + ", 0, 1))");
        if (summed) {
            sum(parameter, rows + "t", "torch.sum(" + rows + ", [0])");
        }
    }
}
