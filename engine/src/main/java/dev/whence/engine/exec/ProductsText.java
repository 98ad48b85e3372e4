package dev.whence.engine.exec;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The statements for inner products of one layer's gradients with directions. */
final class ProductsText {

    /** Beyond so many directions, gradients written out cost less than convolutions with each direction. */
    private static final int FEW = 2;

    private final Network network;
    private final BiConsumer<String, String> statements;
    private final String name;
    private final String x;
    private final String g;
    private final int m;
    private final Map<String, List<String>> products;

    /**
     * @param statements receives names and what they stand for
     * @param name that all of this layer's names begin with
     * @param x what enters the layer
     * @param g the gradient by what leaves it
     * @param m number of directions, the argument {@code x3}
     * @param products gets the names of the products by parameter
     */
    ProductsText(
            Network network,
            BiConsumer<String, String> statements,
            String name,
            String x,
            String g,
            int m,
            Map<String, List<String>> products) {
        this.network = network;
        this.statements = statements;
        this.name = name;
        this.x = x;
        this.g = g;
        this.m = m;
        this.products = products;
    }

    void layer(Node node) {
        if (node.op() instanceof Op.Linear linear) {
            linear(node, linear);
        } else if (node.op() instanceof Op.Conv2d conv) {
            convolution(conv);
        } else {
            throw new IllegalStateException("layers of kind " + node.kind() + " are not factored");
        }
    }

    private void put(String parameter, String suffix, String expression) {
        statements.accept(name + suffix, expression);
        List<String> parts = products.get(parameter);
        if (parts != null) {
            parts.add(name + suffix);
        }
    }

    /** The directions of one parameter, {@code [m, values]}. */
    private @Nullable String directions(@Nullable String parameter) {
        if (parameter == null || !network.parameters().containsKey(parameter)) {
            return null;
        }
        int from = 0;
        for (var other : network.parameters().entrySet()) {
            int to = from + other.getValue().size();
            if (other.getKey().equals(parameter)) {
                return "torch.slice(x3, 1, " + from + ", " + to + ")";
            }
            from = to;
        }
        return null;
    }

    private void linear(Node node, Op.Linear linear) {
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
            put(linear.weight(), "w", "torch.sum(torch.mul(" + moved + ", torch.unsqueeze(" + name + "g, 2)), [1, 3])");
        } else if (directions != null) {
            written(linear.weight(), directions, "torch.transpose(" + name + "g, 1, 2)", name + "x");
        }
        bias(linear.bias(), "torch.sum(" + name + "g, [1])");
    }

    private void convolution(Op.Conv2d conv) {
        Shape kernel = network.tensor(conv.weight()).shape();
        int out = kernel.dim(0);
        String how = LayerSources.pair(conv.stride()) + ", " + LayerSources.pair(conv.padding()) + ", "
                + LayerSources.pair(conv.dilation());
        String directions = directions(conv.weight());
        if (directions != null && m <= FEW) {
            String kernels = "torch.reshape(" + directions + ", "
                    + NetworkText.ints(m * out, kernel.dim(1), kernel.dim(2), kernel.dim(3)) + ")";
            statements.accept(name + "c", "torch.conv2d(" + x + ", " + kernels + ", None, " + how + ", 1)");
            String moved = "torch.reshape(" + name + "c, [torch.size(x0, 0), " + m + ", -1])";
            String back = "torch.reshape(" + g + ", [torch.size(x0, 0), 1, -1])";
            put(conv.weight(), "w", "torch.sum(torch.mul(" + moved + ", " + back + "), [2])");
        } else if (directions != null) {
            String windows = "torch.im2col(" + x + ", [" + kernel.dim(2) + ", " + kernel.dim(3) + "], "
                    + LayerSources.pair(conv.dilation()) + ", " + LayerSources.pair(conv.padding()) + ", "
                    + LayerSources.pair(conv.stride()) + ")";
            written(
                    conv.weight(),
                    directions,
                    "torch.reshape(" + g + ", [torch.size(x0, 0), " + out + ", -1])",
                    "torch.transpose(" + windows + ", 1, 2)");
        }
        bias(conv.bias(), "torch.sum(" + g + ", [2, 3])");
    }

    /** Gradients written out, {@code left [n, out, places]} times {@code right [n, places, in]}. */
    private void written(String parameter, String directions, String left, String right) {
        String rows = "torch.reshape(torch.matmul(" + left + ", " + right + "), [torch.size(x0, 0), -1])";
        put(parameter, "w", "torch.matmul(" + rows + ", torch.transpose(" + directions + ", 0, 1))");
    }

    private void bias(@Nullable String bias, String rows) {
        String directions = directions(bias);
        if (bias != null && directions != null) {
            put(bias, "b", "torch.matmul(" + rows + ", torch.transpose(" + directions + ", 0, 1))");
        }
    }
}
