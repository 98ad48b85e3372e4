package dev.whence.engine.exec;

import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of one number per image by the network's parameters, layer by layer and not multiplied out: one forward
 * pass and one backward pass to the layers' results for a whole batch. Thread-safe.
 */
public final class GradientFactors {

    private final NetworkRunner runner;
    private final int output;
    private final ParameterLayout layout;
    private final Set<String> chosen;
    private final List<Integer> layers = new ArrayList<>();

    /**
     * @param runner of the network; not closed here
     * @param output the node whose values the number is made of
     * @param parameters names that gradients are taken by, in the order of the entries of a whole vector
     */
    public GradientFactors(NetworkRunner runner, int output, List<String> parameters) {
        this.runner = runner;
        this.output = output;
        this.layout = new ParameterLayout(runner.network(), parameters);
        this.chosen = new LinkedHashSet<>(parameters);
        for (int node = 1; node <= output; node++) {
            if (runner.weightsOf(node).stream().anyMatch(chosen::contains)) {
                layers.add(node);
            }
        }
    }

    /** Where each parameter stands in a whole vector. */
    public ParameterLayout layout() {
        return layout;
    }

    /** Values that the factors of one image take, all layers together. */
    public long valuesPerImage() {
        long values = 0;
        for (int position : layers) {
            Node node = runner.network().nodes().get(position);
            long places = node.shape().size();
            if (node.op() instanceof Op.Conv2d conv) {
                Shape kernel = runner.network().tensor(conv.weight()).shape();
                long windows = places / node.shape().dim(0) * conv.groups();
                values += places + windows * kernel.dim(1) * kernel.dim(2) * kernel.dim(3);
            } else {
                values += places
                        + runner.network()
                                .nodes()
                                .get(node.inputs().get(0))
                                .shape()
                                .size();
            }
        }
        return values;
    }

    /**
     * The gradients of a batch at the network's own weights.
     *
     * @param scope owns the result
     * @param batch network input, {@code [n, c, h, w]}
     * @param seed from the output's values {@code [n, k]} to the derivative of each image's number by its row
     * @return one entry for each layer with chosen parameters that the output depends on, in network order; a weight that
     *     is used by several layers appears once
     */
    public List<LayerGradients> of(Scope scope, Tensor batch, UnaryOperator<DeviceArray> seed) {
        return of(scope, batch, runner::weight, seed);
    }

    /**
     * The same at other weights.
     *
     * @param weights by name, for example from {@link ParameterLayout#weights} with the network's own for the rest
     */
    public List<LayerGradients> of(
            Scope scope, Tensor batch, Function<String, DeviceArray> weights, UnaryOperator<DeviceArray> seed) {
        if (layers.isEmpty()) {
            return List.of();
        }
        try (Scope work = scope.open()) {
            List<LayerGradients> found = new ArrayList<>();
            differentiated(work, batch, weights, seed, (layer, x, g) -> found.add(ofLayer(layer, x, g, weights)));
            return merged(found).stream().map(layer -> layer.keptIn(scope)).toList();
        }
    }

    /**
     * Inner products with fixed vectors, {@code <v_j, gradient_i>}: the derivative of each image's number when the
     * parameters move along {@code v_j}.
     *
     * @param scope owns the result
     * @param directions {@code [m, layout().size()]}
     * @return {@code [n, m]}
     */
    public DeviceArray along(Scope scope, Tensor batch, UnaryOperator<DeviceArray> seed, DeviceArray directions) {
        return along(scope, batch, runner::weight, seed, directions);
    }

    /** The same at other weights. */
    public DeviceArray along(
            Scope scope,
            Tensor batch,
            Function<String, DeviceArray> weights,
            UnaryOperator<DeviceArray> seed,
            DeviceArray directions) {
        try (Scope work = scope.open()) {
            Map<String, DeviceArray> parts = layout.split(work.constant(directions));
            DeviceArray sum =
                    work.full(0, batch.shape().dim(0), directions.shape().dim(0));
            for (LayerGradients layer : of(work, batch, weights, seed)) {
                sum = sum.add(layer.along(parts));
            }
            return scope.keep(sum);
        }
    }

    /**
     * Inner products with fixed vectors, each parameter for itself.
     *
     * @param scope owns the results
     * @param directions {@code [m, values]} by parameter name, row-major
     * @return {@code [n, m]} by parameter name; a parameter that the output does not depend on is missing
     */
    public Map<String, DeviceArray> alongEach(
            Scope scope,
            Tensor batch,
            Function<String, DeviceArray> weights,
            UnaryOperator<DeviceArray> seed,
            Map<String, DeviceArray> directions) {
        try (Scope work = scope.open()) {
            Map<String, DeviceArray> found = new LinkedHashMap<>();
            differentiated(
                    work,
                    batch,
                    weights,
                    seed,
                    (layer, x, g) -> ofLayerAlong(layer, x, g, weights, directions)
                            .forEach((name, part) -> found.merge(name, part, DeviceArray::add)));
            found.replaceAll((name, part) -> scope.keep(part));
            return found;
        }
    }

    /** What one layer got and sends back: its position, its input, the gradient of the seeded sum by its output. */
    private interface LayerPass {
        void accept(int layer, DeviceArray input, DeviceArray outputGradient);
    }

    private void differentiated(
            Scope work,
            Tensor batch,
            Function<String, DeviceArray> weights,
            UnaryOperator<DeviceArray> seed,
            LayerPass each) {
        List<DeviceArray> values = forward(work, batch, weights);
        int count = layers.size();
        DeviceArray logits = values.get(2 * count);
        List<DeviceArray> gradients = Autograd.gradients(
                List.of(logits), values.subList(count, 2 * count), List.of(seed.apply(work.constant(logits))), false);
        for (int i = 0; i < count; i++) {
            each.accept(layers.get(i), work.constant(values.get(i)), gradients.get(i));
        }
    }

    private Map<String, DeviceArray> ofLayerAlong(
            int position,
            DeviceArray x,
            DeviceArray g,
            Function<String, DeviceArray> weights,
            Map<String, DeviceArray> directions) {
        Map<String, DeviceArray> found = new LinkedHashMap<>();
        Op op = runner.network().nodes().get(position).op();
        if (op instanceof Op.Conv2d conv && conv.groups() == 1 && few(directions.get(conv.weight()))) {
            alongConvolution(conv, x, g, directions, found);
            return found;
        }
        LayerGradients layer = ofLayer(position, x, g, weights);
        layer.rows()
                .forEach((name, own) ->
                        found.put(name, own.matmul(known(directions, name).transpose(0, 1))));
        return found;
    }

    /** Whether gradients written out cost more than so many convolutions with directions in place of the weight. */
    private static boolean few(@Nullable DeviceArray directions) {
        return directions != null && directions.shape().dim(0) <= 2;
    }

    private void alongConvolution(
            Op.Conv2d conv,
            DeviceArray x,
            DeviceArray g,
            Map<String, DeviceArray> directions,
            Map<String, DeviceArray> found) {
        int n = x.shape().dim(0);
        int out = g.shape().dim(1);
        DeviceArray vectors = known(directions, conv.weight());
        int m = vectors.shape().dim(0);
        int[] kernel = runner.network().tensor(conv.weight()).shape().toArray();
        DeviceArray moved = x.conv2d(vectors.reshape(m * out, kernel[1], kernel[2], kernel[3]), Convolution.of(conv))
                .reshape(n, m, -1);
        found.put(conv.weight(), moved.multiply(g.reshape(n, 1, -1)).sum(false, 2));
        if (conv.bias() != null && chosen.contains(conv.bias())) {
            found.put(
                    conv.bias(),
                    g.sum(false, 2, 3).matmul(known(directions, conv.bias()).transpose(0, 1)));
        }
    }

    private static DeviceArray known(Map<String, DeviceArray> directions, String name) {
        DeviceArray found = directions.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no direction for " + name);
        }
        return found;
    }

    /**
     * The sum of all images' gradients, by differentiating once.
     *
     * @param scope owns the result
     * @return {@code [layout().size()]}
     */
    public DeviceArray sum(
            Scope scope, Tensor batch, Function<String, DeviceArray> weights, UnaryOperator<DeviceArray> seed) {
        try (Scope work = scope.open()) {
            Map<String, DeviceArray> variables = new LinkedHashMap<>();
            layout.names().forEach(name -> variables.put(name, work.variable(weights.apply(name))));
            DeviceArray value = runner.evaluate(
                            work.of(batch),
                            name -> {
                                DeviceArray own = variables.get(name);
                                return own == null ? weights.apply(name) : own;
                            },
                            output)
                    .get(0);
            List<DeviceArray> parts = new ArrayList<>();
            for (DeviceArray part : Autograd.gradients(
                    List.of(value),
                    List.copyOf(variables.values()),
                    List.of(seed.apply(work.constant(value))),
                    false)) {
                parts.add(part.reshape(-1));
            }
            return scope.keep(DeviceArray.concat(0, parts));
        }
    }

    /**
     * Inner products of all pairs of images of two batches.
     *
     * @param ours from {@link #of}
     * @param theirs from the same object's {@link #of} for other images
     * @return {@code [n, m]}
     */
    public static DeviceArray products(List<LayerGradients> ours, List<LayerGradients> theirs) {
        DeviceArray sum = null;
        for (int i = 0; i < ours.size(); i++) {
            DeviceArray part = ours.get(i).products(theirs.get(i));
            sum = sum == null ? part : sum.add(part);
        }
        if (sum == null) {
            throw new IllegalArgumentException("gradients of no layer");
        }
        return sum;
    }

    /**
     * Weighted sums of whole gradients.
     *
     * @param gradients from {@link #of}
     * @param weights {@code [n, m]}
     * @return {@code [m, layout().size()]}
     */
    public DeviceArray weighted(List<LayerGradients> gradients, DeviceArray weights) {
        Map<String, DeviceArray> sums = new LinkedHashMap<>();
        gradients.forEach(layer -> sums.putAll(layer.weighted(weights)));
        return layout.join(sums, weights.shape().dim(1), weights.scope());
    }

    /** Squared norms of whole gradients, {@code [n]}. */
    public static DeviceArray squaredNorms(List<LayerGradients> layers) {
        DeviceArray sum = null;
        for (LayerGradients layer : layers) {
            DeviceArray part = layer.squaredNorms();
            sum = sum == null ? part : sum.add(part);
        }
        if (sum == null) {
            throw new IllegalArgumentException("gradients of no layer");
        }
        return sum;
    }

    /** Inputs of all layers with parameters, then their outputs, then the network's output. */
    private List<DeviceArray> forward(Scope work, Tensor batch, Function<String, DeviceArray> weights) {
        int count = layers.size();
        int[] wanted = new int[2 * count + 1];
        for (int i = 0; i < count; i++) {
            wanted[i] = runner.network().nodes().get(layers.get(i)).inputs().get(0);
            wanted[count + i] = layers.get(i);
        }
        wanted[2 * count] = output;
        return runner.evaluate(work.variable(work.of(batch)), weights, wanted);
    }

    private LayerGradients ofLayer(int position, DeviceArray x, DeviceArray g, Function<String, DeviceArray> weights) {
        Node node = runner.network().nodes().get(position);
        if (node.op() instanceof Op.Linear linear) {
            return new FactoredGradients(wanted(linear.weight()), wanted(linear.bias()), positions(x), positions(g));
        }
        if (node.op() instanceof Op.Conv2d conv) {
            return convolution(conv, x, g);
        }
        Map<String, DeviceArray> rows =
                new LinkedHashMap<>(new ElementwiseGradients(runner, position).rows(x, g, weights));
        rows.keySet().retainAll(chosen);
        return new RowGradients(rows);
    }

    private @Nullable String wanted(@Nullable String name) {
        return name != null && chosen.contains(name) ? name : null;
    }

    /** {@code [n, 1, positions, width]}: any axes between the first and the last become one. */
    private static DeviceArray positions(DeviceArray array) {
        Shape shape = array.shape();
        return array.reshape(shape.dim(0), 1, -1, shape.dim(-1));
    }

    private FactoredGradients convolution(Op.Conv2d conv, DeviceArray x, DeviceArray g) {
        Shape kernel = runner.network().tensor(conv.weight()).shape();
        int n = x.shape().dim(0);
        int groups = conv.groups();
        DeviceArray windows = x.windows(kernel.dim(2), kernel.dim(3), Convolution.of(conv))
                .reshape(n, groups, kernel.dim(1) * kernel.dim(2) * kernel.dim(3), -1);
        DeviceArray sums = g.reshape(n, groups, kernel.dim(0) / groups, -1);
        return new FactoredGradients(
                wanted(conv.weight()), wanted(conv.bias()), windows.transpose(2, 3), sums.transpose(2, 3));
    }

    /** Joins what belongs to the same parameters. */
    private static List<LayerGradients> merged(List<LayerGradients> found) {
        Set<String> seen = new LinkedHashSet<>();
        boolean distinct = true;
        for (LayerGradients layer : found) {
            for (String name : layer.parameters()) {
                distinct &= seen.add(name);
            }
        }
        return distinct ? found : joined(found);
    }

    private static List<LayerGradients> joined(List<LayerGradients> found) {
        List<LayerGradients> results = new ArrayList<>();
        for (LayerGradients layer : found) {
            LayerGradients sum = layer;
            for (LayerGradients other : List.copyOf(results)) {
                if (other.parameters().stream().anyMatch(sum.parameters()::contains)) {
                    results.remove(other);
                    sum = sum(other, sum);
                }
            }
            results.add(sum);
        }
        return results;
    }

    private static LayerGradients sum(LayerGradients first, LayerGradients second) {
        if (first instanceof FactoredGradients ours
                && second instanceof FactoredGradients theirs
                && ours.parameters().equals(theirs.parameters())
                && ours.groups() == theirs.groups()
                && ours.inputSize() == theirs.inputSize()) {
            return ours.joinedWith(theirs);
        }
        Map<String, DeviceArray> rows = new LinkedHashMap<>(first.rows());
        second.rows().forEach((name, block) -> rows.merge(name, block, DeviceArray::add));
        return new RowGradients(rows);
    }
}
