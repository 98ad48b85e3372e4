package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The explained numbers of some test images and their gradients, at any parameters. */
final class TestOutputs {

    /** Rows of one pass; bounds the memory of activations. */
    private static final int LARGEST_BLOCK = 64;

    private final PathNetwork network;
    private final OutputKind kind;
    private final int size;
    private final Tensor images;
    private final Tensor repeated;
    private final DeviceArray classWeights;
    private final DeviceArray places;

    /**
     * @param scope owns what is kept on the device
     * @param from first explained number
     * @param to one past the last
     * @param tests all test images
     */
    TestOutputs(
            PathNetwork network,
            Scope scope,
            OutputKind kind,
            ExplainedOutputs outputs,
            int from,
            int to,
            ModelInputs tests) {
        this(network, scope, kind, outputs.weights(from, to), outputs.tests(from, to), tests);
    }

    /**
     * Any sums over classes.
     *
     * @param weights of the classes in each number, {@code [size, classes]}
     * @param own test image of each number, ascending without gaps
     * @param tests all test images
     */
    TestOutputs(PathNetwork network, Scope scope, OutputKind kind, Tensor weights, int[] own, ModelInputs tests) {
        this.network = network;
        this.kind = kind;
        this.size = own.length;
        int first = own[0];
        int[] rows = Arrays.stream(own).map(test -> test - first).toArray();
        this.images = tests.batch(Arrays.stream(own).distinct().toArray());
        this.repeated = images.take(rows);
        this.classWeights = scope.of(weights);
        this.places = scope.of(Tensor.of(Arrays.stream(rows).asLongStream().toArray(), size));
    }

    int size() {
        return size;
    }

    /** The explained numbers, {@code [size]}. */
    DeviceArray values(Scope scope, Function<String, DeviceArray> weights) {
        List<DeviceArray> blocks = new ArrayList<>();
        int count = images.shape().dim(0);
        for (int from = 0; from < count; from += LARGEST_BLOCK) {
            try (Scope work = scope.open()) {
                Tensor block = images.rows(from, Math.min(count, from + LARGEST_BLOCK));
                blocks.add(scope.keep(kind.of(network.logits(work, work.of(block), weights))));
            }
        }
        return joined(blocks).take(0, places).multiply(classWeights).sum(false, 1);
    }

    /** Their gradients by all parameters, {@code [size, parameters]}. */
    DeviceArray gradients(Scope scope, Function<String, DeviceArray> weights) {
        List<DeviceArray> blocks = new ArrayList<>();
        for (int from = 0; from < size(); from += LARGEST_BLOCK) {
            int to = Math.min(size(), from + LARGEST_BLOCK);
            try (Scope work = scope.open()) {
                DeviceArray own = size() <= LARGEST_BLOCK ? classWeights : classWeights.slice(0, from, to);
                blocks.add(scope.keep(Rows.of(
                        network.factors().of(work, repeated.rows(from, to), weights, logits -> kind.seed(logits, own)),
                        network.layout(),
                        work)));
            }
        }
        return joined(blocks);
    }

    private static DeviceArray joined(List<DeviceArray> blocks) {
        return blocks.size() == 1 ? blocks.get(0) : DeviceArray.concat(0, blocks);
    }
}
