package dev.whence.engine.exec;

import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The gradient of one number per image by the network's parameters, image by image and written out. Where inner products
 * are all that is needed, {@link GradientFactors} are cheaper. Thread-safe.
 */
public final class ParameterGradients {

    private final GradientFactors factors;

    /**
     * @param runner of the network; not closed here
     * @param output the node whose values the number is made of
     * @param parameters names in the order of the result's columns
     */
    public ParameterGradients(NetworkRunner runner, int output, List<String> parameters) {
        factors = new GradientFactors(runner, output, parameters);
    }

    /** For all parameters of the network, in its own order. */
    public static ParameterGradients ofAll(NetworkRunner runner, int output) {
        return new ParameterGradients(
                runner, output, List.copyOf(runner.network().parameters().keySet()));
    }

    public List<String> parameters() {
        return factors.layout().names();
    }

    /** Number of columns: values of all chosen parameters. */
    public int size() {
        return factors.layout().size();
    }

    /**
     * The gradients of a batch.
     *
     * @param scope owns the result
     * @param batch network input, {@code [n, c, h, w]}
     * @param seed from the output's values {@code [n, k]} to the derivative of each image's number by its row
     * @return {@code [n, parameters]}, each parameter row-major
     */
    public DeviceArray rows(Scope scope, Tensor batch, UnaryOperator<DeviceArray> seed) {
        try (Scope work = scope.open()) {
            Map<String, DeviceArray> blocks = new LinkedHashMap<>();
            for (LayerGradients layer : factors.of(work, batch, seed)) {
                blocks.putAll(layer.rows());
            }
            return scope.keep(factors.layout().join(blocks, batch.shape().dim(0), work));
        }
    }
}
