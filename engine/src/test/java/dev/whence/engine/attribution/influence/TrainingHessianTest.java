package dev.whence.engine.attribution.influence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Hessian by the final layer alone, from the features and from the whole network. */
class TrainingHessianTest {

    private static final int IMAGES = 40;

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    @Test
    void theFinalLayersHessianDoesNotRunTheNetworkAndIsTheSame() {
        AttributionTask task = golden.task("g3", "s0");
        Representations known = task.train();
        Representations unseen =
                new Representations(new Unseen(known.inputs()), known.labels(), known.features(), known.logits());
        AttributionTask blind =
                new AttributionTask(List.of(task.network()), task.finalLayer(), unseen, 0, task.requiredEngine());
        List<String> last = ExplicitHessian.parameters("", task.network(), task.finalLayer());
        Network copy = withOwn(task.network(), last.get(0));
        // An earlier state whose features are not at hand: the network has to run.
        AttributionTask followed =
                new AttributionTask(List.of(copy, task.network()), task.finalLayer(), known, 0, task.requiredEngine());

        double[] fromFeatures = product(new Checkpoint(blind, task.network(), last, 0));
        double[] fromImages = product(new Checkpoint(followed, copy, last, 0));

        assertEquals(fromImages.length, fromFeatures.length);
        for (int i = 0; i < fromImages.length; i++) {
            assertEquals(fromImages[i], fromFeatures[i], 1e-9);
        }
    }

    /** The same values in a network of its own. */
    private static Network withOwn(Network network, String name) {
        Map<String, Tensor> weights = new LinkedHashMap<>(network.parameters());
        weights.computeIfPresent(
                name,
                (key, weight) -> Tensor.of(
                        weight.toFloat64().doubles().clone(), weight.shape().toArray()));
        return network.withParameters(weights);
    }

    @Test
    void largeNetworksAreDifferentiatedInSmallerPieces() {
        assertEquals(256, TrainingHessian.chunk(1000));
        // An 18-layer residual network on images of 64 x 64: 26 MB for each image.
        assertEquals(41, TrainingHessian.chunk(26_000_000));
        assertEquals(1, TrainingHessian.chunk(5_000_000_000L));
    }

    private static double[] product(Checkpoint at) {
        int size = Math.toIntExact(at.values());
        double[] vector = new double[size];
        for (int i = 0; i < size; i++) {
            vector[i] = SplitMix.normal(5, i);
        }
        try (NetworkRunner runner = golden.engine().load(at.network());
                Scope scope = golden.engine().scope();
                TrainingHessian hessian = new TrainingHessian(
                        at, runner, IntStream.range(0, IMAGES).toArray())) {
            return hessian.times(scope.of(Tensor.of(vector, size)), Progress.none())
                    .toHost()
                    .toFloat64()
                    .doubles();
        }
    }

    /** Images that must not be looked at. */
    private record Unseen(ModelInputs images) implements ModelInputs {

        @Override
        public int size() {
            return images.size();
        }

        @Override
        public Shape shape() {
            return images.shape();
        }

        @Override
        public Tensor batch(int... positions) {
            throw new AssertionError("the network was run");
        }
    }
}
