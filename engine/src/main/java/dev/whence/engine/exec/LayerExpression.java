package dev.whence.engine.exec;

import dev.whence.engine.model.Node;
import java.util.List;

/**
 * A layer as a line of Python, for a person who wants to run the network without this program.
 *
 * @param python an expression of {@code x0}, {@code x1}, ... and {@code aten}, which is {@code torch.ops.aten}
 * @param weights names of the weights that follow the layer's inputs among the {@code x}
 */
public record LayerExpression(String python, List<String> weights) {

    /** The expression of any node but the input. */
    public static LayerExpression of(Node node) {
        LayerSource layer = LayerSources.of(node);
        String body = layer.source().body();
        String expression = body.substring(body.lastIndexOf("return ") + "return ".length());
        return new LayerExpression(expression.replace("torch.", "aten."), layer.weights());
    }
}
