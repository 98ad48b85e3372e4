package dev.whence.engine.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A network as a function of one vector that holds all its parameters. Whole passes, differentiation included, are single
 * calls of generated code, because each call costs as much as the arithmetic of a small layer. Thread-safe.
 */
public final class VectorNetwork {

    private final NetworkRunner runner;
    private final NetworkText text;
    private final ParameterLayout layout;
    private final boolean factored;
    private final Map<String, Kernel> kernels = new ConcurrentHashMap<>();

    /**
     * @param runner of the network; not closed here
     * @param output the node whose values are the logits
     * @param logSoftmax whether the outputs are the log-softmax of the logits, or the logits
     */
    public VectorNetwork(NetworkRunner runner, int output, boolean logSoftmax) {
        this.runner = runner;
        this.layout = ParameterLayout.ofAll(runner.network());
        this.text = new NetworkText(runner.network(), output, logSoftmax);
        this.factored = text.factored();
    }

    /** Where each parameter stands in the vector. */
    public ParameterLayout layout() {
        return layout;
    }

    /**
     * The outputs alone.
     *
     * @param batch {@code [n, c, h, w]}
     * @param parameters {@code [layout().size()]}
     * @return {@code [n, k]}
     */
    public DeviceArray outputs(DeviceArray batch, DeviceArray parameters) {
        return kernel("outputs", 2, "Tensor", text::outputs).call(arguments(batch, parameters));
    }

    /**
     * The outputs and what lies on the way to them.
     *
     * @param batch {@code [n, c, h, w]}
     * @param parameters {@code [layout().size()]}
     * @return the outputs {@code [n, k]}, then the value of each layer with parameters, {@code [n, ...]}
     */
    public List<DeviceArray> state(DeviceArray batch, DeviceArray parameters) {
        return kernel("state", 2, "List[Tensor]", text::state).callForAll(arguments(batch, parameters));
    }

    /**
     * Gradients of sums of one image's outputs by all parameters.
     *
     * @param image {@code [1, c, h, w]}
     * @param weights of the outputs in each sum, {@code [m, k]}
     * @param parameters {@code [layout().size()]}
     * @return {@code [m, layout().size()]}
     */
    public DeviceArray gradients(DeviceArray image, DeviceArray weights, DeviceArray parameters) {
        int m = weights.shape().dim(0);
        return kernel("gradients " + m, 3, "Tensor", () -> text.gradients(m))
                .call(arguments(image, parameters, weights));
    }

    /**
     * The same halfway between two vectors, where the layers between those with parameters (where networks have kinks) are
     * not taken at that point but averaged over points of the way between their values at both ends.
     *
     * @param image {@code [1, c, h, w]}
     * @param weights of the outputs in each sum, {@code [m, k]}
     * @param start one vector, {@code [layout().size()]}
     * @param end the other
     * @param before what {@link #state} gives at the start
     * @param after what {@link #state} gives at the end
     * @param copies points to average over, at least 2
     * @return {@code [m, layout().size()]}
     */
    public DeviceArray averagedGradients(
            DeviceArray image,
            DeviceArray weights,
            DeviceArray start,
            DeviceArray end,
            List<DeviceArray> before,
            List<DeviceArray> after,
            int copies) {
        List<DeviceArray> own = new ArrayList<>(List.of(image, start, weights, end));
        own.addAll(before.subList(1, before.size()));
        own.addAll(after.subList(1, after.size()));
        int m = weights.shape().dim(0);
        return kernel("averaged " + m + " " + copies, own.size(), "Tensor", () -> text.averagedGradients(m, copies))
                .call(arguments(own.toArray(new DeviceArray[0])));
    }

    /** Whether {@link #lossesAlong} can be called: all parameters are those of linear layers and plain convolutions. */
    public boolean factored() {
        return factored;
    }

    /**
     * The loss gradients of a batch: their inner products with fixed vectors, by parameter, {@code [n, groups, m]}; if
     * wished followed by their sum, {@code [layout().size()]}.
     *
     * @param batch {@code [n, c, h, w]}
     * @param labels one row for each image with a 1 at its class, {@code [n, k]}
     * @param parameters {@code [layout().size()]}
     * @param directions {@code [m, layout().size()]}
     * @param summed whether the sum is wished
     * @throws IllegalStateException if the network is not {@link #factored}
     */
    public List<DeviceArray> lossesAlong(
            DeviceArray batch, DeviceArray labels, DeviceArray parameters, DeviceArray directions, boolean summed) {
        int m = directions.shape().dim(0);
        return kernel("along " + m + summed, 4, "List[Tensor]", () -> text.lossesAlong(m, summed))
                .callForAll(arguments(batch, parameters, labels, directions));
    }

    /**
     * The gradient of the sum of a batch's losses, {@code [layout().size()]}.
     *
     * @param labels one row for each image with a 1 at its class, {@code [n, k]}
     */
    public DeviceArray lossGradient(DeviceArray batch, DeviceArray labels, DeviceArray parameters) {
        return kernel("loss", 3, "Tensor", text::lossGradient).call(arguments(batch, parameters, labels));
    }

    /** Writing a pass down takes longer than looking up a name. */
    private Kernel kernel(String name, int own, String result, Supplier<String> body) {
        return kernels.computeIfAbsent(
                name,
                missing -> runner.engine()
                        .kernels()
                        .get(new KernelSource(own + text.buffers().size(), result, body.get())));
    }

    /** What enters, followed by the constants of the network. */
    private DeviceArray[] arguments(DeviceArray... own) {
        List<DeviceArray> all = new ArrayList<>(Arrays.asList(own));
        text.buffers().forEach(name -> all.add(runner.weight(name)));
        return all.toArray(new DeviceArray[0]);
    }
}
