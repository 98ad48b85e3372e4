package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.exec.VectorNetwork;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The explained numbers of some test images and their gradients, at any parameters. */
final class TestOutputs {

    /** Images of one forward pass; bounds the memory of activations. */
    private static final int LARGEST_BLOCK = 64;

    /** Up to so many numbers, one backward pass for each is faster than rows of gradients of one pass. */
    private static final int FEW = 2;

    private final PathNetwork network;
    private final int size;
    private final Tensor repeated;
    private final Tensor weights;
    private final List<Image> images = new ArrayList<>();
    private final List<DeviceArray> blocks = new ArrayList<>();

    /** One test image with the weights of the classes in its numbers, which begin at {@code from}. */
    private record Image(DeviceArray input, DeviceArray weights, int from, int to) {}

    /**
     * @param scope owns what is kept on the device
     * @param from first explained number
     * @param to one past the last
     * @param tests all test images
     */
    TestOutputs(PathNetwork network, Scope scope, ExplainedOutputs outputs, int from, int to, ModelInputs tests) {
        this(network, scope, outputs.weights(from, to), outputs.tests(from, to), tests);
    }

    /**
     * Any sums over classes.
     *
     * @param weights of the classes in each number, {@code [size, classes]}
     * @param own test image of each number, ascending
     * @param tests all test images
     */
    TestOutputs(PathNetwork network, Scope scope, Tensor weights, int[] own, ModelInputs tests) {
        this.network = network;
        this.size = own.length;
        this.weights = weights;
        this.repeated = tests.batch(own);
        int[] distinct = Arrays.stream(own).distinct().toArray();
        for (int from = 0; from < distinct.length; from += LARGEST_BLOCK) {
            int to = Math.min(distinct.length, from + LARGEST_BLOCK);
            Tensor block = tests.batch(Arrays.copyOfRange(distinct, from, to));
            blocks.add(scope.of(block));
            for (int i = 0; i < to - from; i++) {
                int first = images.isEmpty() ? 0 : images.get(images.size() - 1).to();
                int last = first;
                while (last < own.length && own[last] == own[first]) {
                    last++;
                }
                images.add(new Image(scope.of(block.rows(i, i + 1)), scope.of(weights.rows(first, last)), first, last));
            }
        }
    }

    int size() {
        return size;
    }

    /** The explained numbers at some parameters, {@code [size]}. */
    double[] values(Scope scope, DeviceArray parameters) {
        double[] values = new double[size];
        int image = 0;
        for (DeviceArray block : blocks) {
            try (Scope work = scope.open()) {
                double[] outputs = HostValues.of(network.whole().outputs(work.constant(block), parameters));
                int classes = weights.shape().dim(1);
                for (int row = 0; row < outputs.length / classes; row++) {
                    Image own = images.get(image++);
                    for (int j = own.from(); j < own.to(); j++) {
                        for (int c = 0; c < classes; c++) {
                            values[j] += weights.get(j * classes + c) * outputs[row * classes + c];
                        }
                    }
                }
            }
        }
        return values;
    }

    /** Their gradients by all parameters, {@code [size, parameters]}. */
    DeviceArray gradients(Scope scope, DeviceArray parameters) {
        if (size > FEW) {
            return rows(scope, parameters);
        }
        return byImage(scope, image -> network.whole().gradients(image.input(), image.weights(), parameters));
    }

    /**
     * The same halfway between two vectors.
     *
     * @param copies over how many points kinks are averaged, at least 2
     */
    DeviceArray averagedGradients(Scope scope, DeviceArray start, DeviceArray end, int copies) {
        VectorNetwork whole = network.whole();
        return byImage(
                scope,
                image -> whole.averagedGradients(
                        image.input(),
                        image.weights(),
                        start,
                        end,
                        whole.state(image.input(), start),
                        whole.state(image.input(), end),
                        copies));
    }

    /** @param pass gives the rows of an image, whose input is part of a scope for the time of the pass */
    private DeviceArray byImage(Scope scope, Function<Image, DeviceArray> pass) {
        List<DeviceArray> rows = new ArrayList<>();
        for (Image image : images) {
            try (Scope work = scope.open()) {
                DeviceArray input = work.constant(image.input());
                rows.add(scope.keep(pass.apply(new Image(input, image.weights(), image.from(), image.to()))));
            }
        }
        return rows.size() == 1 ? rows.get(0) : DeviceArray.concat(0, rows);
    }

    /** All numbers in one pass: one image for each. */
    private DeviceArray rows(Scope scope, DeviceArray parameters) {
        List<DeviceArray> rows = new ArrayList<>();
        for (int from = 0; from < size; from += LARGEST_BLOCK) {
            int to = Math.min(size, from + LARGEST_BLOCK);
            try (Scope work = scope.open()) {
                DeviceArray own = work.of(weights.rows(from, to));
                Map<String, DeviceArray> found = new LinkedHashMap<>();
                network.factors()
                        .of(
                                work,
                                repeated.rows(from, to),
                                network.weights(parameters),
                                logits -> network.kind().seed(logits, own))
                        .forEach(layer -> found.putAll(layer.rows()));
                rows.add(scope.keep(network.layout().join(found, to - from, work)));
            }
        }
        return rows.size() == 1 ? rows.get(0) : DeviceArray.concat(0, rows);
    }
}
