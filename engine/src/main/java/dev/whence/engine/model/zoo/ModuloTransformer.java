package dev.whence.engine.model.zoo;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Shape;

/**
 * One attention layer with four heads that share one projection for queries, keys and values, a residual two-layer
 * perceptron, and a decoder that reads the last token. Products of activations are elementwise with sums over an axis,
 * which at four tokens costs nothing.
 */
final class ModuloTransformer {

    private static final int WIDTH = 64;
    private static final int HEADS = 4;
    private static final int PER_HEAD = WIDTH / HEADS;
    private static final int HIDDEN = 512;
    private static final int TOKENS = 4;

    private ModuloTransformer() {}

    /** @throws BadInputException if the input is a picture instead of one-hot tokens */
    static void layers(LayerStack net, int classes) {
        Shape input = net.shape(0);
        if (input.dim(0) != 1 || input.dim(1) != TOKENS) {
            throw new BadInputException(
                    "The architecture modulo-transformer reads four one-hot tokens, 1 x 4 x tokens, but"
                            + " the images are " + input + "; give such tensors or choose another"
                            + " architecture.");
        }
        int tokens = net.shape(0).dim(1);
        int embedded = net.scale("scale", net.linear("embedding", 0, WIDTH, false), Math.sqrt(WIDTH));
        int projected = net.linear("attention.encoder", embedded, WIDTH, false);
        int heads =
                net.swap("attention/heads", net.reshape("attention/split", projected, tokens, HEADS, PER_HEAD), 0, 1);
        int queries = net.reshape("attention/queries", heads, HEADS, tokens, 1, PER_HEAD);
        int keys = net.reshape("attention/keys", heads, HEADS, 1, tokens, PER_HEAD);
        int pairs = net.product("attention/products", queries, keys, HEADS, tokens, tokens, PER_HEAD);
        int scores = net.scale("attention/scores", net.sumOver("attention/inner", pairs, 3), 1 / Math.sqrt(PER_HEAD));
        int shares =
                net.reshape("attention/weights", net.softmax("attention/softmax", scores, 2), HEADS, tokens, tokens, 1);
        int mixed = net.sumOver(
                "attention/mixed", net.product("attention/weighted", shares, keys, HEADS, tokens, tokens, PER_HEAD), 2);
        int last = net.swap("attention/joined", net.last("attention/last", mixed, 1), 0, 1);
        int value = net.linear("attention.decoder", net.reshape("attention/flat", last, WIDTH), WIDTH);
        int inner = net.relu("relu1", net.linear("linear1", value, HIDDEN));
        int outer = net.relu("relu2", net.linear("linear2", inner, WIDTH));
        net.linear("decoder", net.sum("residual/add", outer, value), classes, false);
    }
}
