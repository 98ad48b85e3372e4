package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.FactoredGradients;
import dev.whence.engine.exec.GradientFactors;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Two passes over training images: the layers' factors, then the variances in their eigenbasis. */
final class EkFacFit {

    /** Images of one pass through the network. */
    private static final int BLOCK = 256;

    private EkFacFit() {}

    /** @param images how many of the first training images are used */
    static List<EkFacLayer> layers(Checkpoint at, int images, Progress progress) {
        try (NetworkRunner runner = at.task().requiredEngine().load(at.network());
                Scope scope = at.task().requiredEngine().scope()) {
            GradientFactors factors = new GradientFactors(runner, at.task().finalLayer(), at.parameters());
            progress.stage("Factors of the Fisher matrix");
            List<String> weights = EkFacLayer.weights(at);
            Map<String, Factors> moments = new LinkedHashMap<>();
            StateKeeper factorsKept = progress.state("factors_" + at.number(), images);
            int first = resumed(factorsKept, kept -> {
                for (int w = 0; w < weights.size(); w++) {
                    moments.put(weights.get(w), Factors.of(scope, kept.subList(3 * w, 3 * w + 3)));
                }
            });
            stream(
                    at,
                    factors,
                    first,
                    images,
                    progress,
                    layer -> moments.merge(
                            weightOf(layer), Factors.of(scope, layer), (sum, more) -> sum.plus(scope, more)),
                    done -> factorsKept.keep(
                            done,
                            () -> weights.stream()
                                    .flatMap(weight -> found(moments, weight).toHost().stream())
                                    .toList()));
            progress.stage("Eigenvectors of the factors");
            Map<String, Factors> bases = new LinkedHashMap<>();
            moments.forEach((weight, sums) -> {
                bases.put(weight, sums.bases(weight, progress));
            });
            progress.stage("Variances in the eigenbasis of the factors");
            Map<String, DeviceArray> variances = new LinkedHashMap<>();
            StateKeeper variancesKept = progress.state("variances_" + at.number(), images);
            int next = resumed(variancesKept, kept -> {
                for (int w = 0; w < weights.size(); w++) {
                    variances.put(weights.get(w), scope.of(kept.get(w)));
                }
            });
            stream(
                    at,
                    factors,
                    next,
                    images,
                    progress,
                    layer -> variances.merge(
                            weightOf(layer),
                            scope.keep(squares(layer, found(bases, weightOf(layer)))),
                            (sum, more) -> added(scope, sum, more)),
                    done -> variancesKept.keep(
                            done,
                            () -> weights.stream()
                                    .map(weight -> found(variances, weight).toHost())
                                    .toList()));
            List<EkFacLayer> layers = new ArrayList<>();
            bases.forEach((weight, basis) -> layers.add(new EkFacLayer(
                    weight,
                    EkFacLayer.withBias(weight, at),
                    basis.inputs().toHost(),
                    basis.outputs().toHost(),
                    found(variances, weight).multiply(1.0 / images).toHost())));
            return layers;
        }
    }

    /**
     * Two square matrices of a layer: sums of outer products, then their eigenvectors.
     *
     * @param count how many outer products each is the sum of
     */
    private record Factors(DeviceArray inputs, DeviceArray outputs, long count) {

        static Factors of(Scope scope, FactoredGradients layer) {
            DeviceArray entering = flat(layer.extendedInputs());
            DeviceArray leaving = flat(layer.outputs());
            return new Factors(
                    scope.keep(entering.transpose(0, 1).matmul(entering)),
                    scope.keep(leaving.transpose(0, 1).matmul(leaving)),
                    (long) layer.images() * layer.positions());
        }

        /** @param kept what {@link #toHost} gave */
        static Factors of(Scope scope, List<Tensor> kept) {
            return new Factors(scope.of(kept.get(0)), scope.of(kept.get(1)), (long)
                    kept.get(2).get(0));
        }

        List<Tensor> toHost() {
            return List.of(inputs.toHost(), outputs.toHost(), Tensor.of(new long[] {count}, 1));
        }

        Factors plus(Scope scope, Factors more) {
            return new Factors(
                    added(scope, inputs, more.inputs), added(scope, outputs, more.outputs), count + more.count);
        }

        Factors bases(String weight, Progress progress) {
            NonFinite.check(inputs.sum().toHost().get(0), "the inputs of " + weight, "check the model's weights");
            NonFinite.check(outputs.sum().toHost().get(0), "the gradients at " + weight, "check the model's weights");
            return new Factors(
                    inputs.multiply(1.0 / count).symmetricEigen(progress).get(1),
                    outputs.multiply(1.0 / count).symmetricEigen(progress).get(1),
                    count);
        }
    }

    /** {@code sum over images of (Q_S^T G Q_A)^2}, {@code [out, in (+ 1)]}. */
    private static DeviceArray squares(FactoredGradients layer, Factors basis) {
        int n = layer.images();
        int positions = layer.positions();
        DeviceArray entering = flat(layer.extendedInputs()).matmul(basis.inputs());
        DeviceArray leaving = flat(layer.outputs()).matmul(basis.outputs());
        if (positions == 1) {
            return leaving.square().transpose(0, 1).matmul(entering.square());
        }
        DeviceArray matrices =
                leaving.reshape(n, positions, -1).transpose(1, 2).matmul(entering.reshape(n, positions, -1));
        return matrices.square().sum(false, 0);
    }

    private static DeviceArray flat(DeviceArray factors) {
        return factors.reshape(-1, factors.shape().dim(-1));
    }

    private static DeviceArray added(Scope scope, DeviceArray sum, DeviceArray more) {
        DeviceArray total = scope.keep(sum.add(more));
        sum.close();
        more.close();
        return total;
    }

    private static <T> T found(Map<String, T> values, String weight) {
        T value = values.get(weight);
        if (value == null) {
            throw new IllegalStateException("nothing is known of " + weight);
        }
        return value;
    }

    private static String weightOf(FactoredGradients layer) {
        String weight = layer.weight();
        if (weight == null) {
            throw new IllegalStateException("a layer without weight");
        }
        return weight;
    }

    /** How many images an earlier attempt has finished, whose sums the receiver gets. */
    private static int resumed(StateKeeper keeper, Consumer<List<Tensor>> sums) {
        StateKeeper.State kept = keeper.kept();
        if (kept == null) {
            return 0;
        }
        sums.accept(kept.arrays());
        return (int) kept.step();
    }

    /** @param block called after each block with the number of images that are finished */
    private static void stream(
            Checkpoint at,
            GradientFactors factors,
            int first,
            int images,
            Progress progress,
            Consumer<FactoredGradients> layers,
            IntConsumer block) {
        AttributionTask task = at.task();
        int classes = task.classes();
        for (int from = first; from < images; from += BLOCK) {
            progress.checkCancelled();
            int[] chosen = IntStream.range(from, Math.min(images, from + BLOCK)).toArray();
            double[] rows = new double[chosen.length * classes];
            for (int i = 0; i < chosen.length; i++) {
                rows[i * classes + (int) task.train().labels().longs()[chosen[i]]] = 1;
            }
            Tensor labels = Tensor.of(rows, chosen.length, classes);
            try (Scope scope = task.requiredEngine().scope()) {
                for (LayerGradients layer : factors.of(
                        scope,
                        task.train().inputs().batch(chosen),
                        logits -> OutputFunction.LOSS.seed(logits, labels))) {
                    if (!(layer instanceof FactoredGradients linear)) {
                        throw new IllegalStateException("not a linear layer: " + layer.parameters());
                    }
                    layers.accept(linear);
                }
            }
            block.accept(from + chosen.length);
            progress.update(from + chosen.length, images, "training images");
        }
    }
}
