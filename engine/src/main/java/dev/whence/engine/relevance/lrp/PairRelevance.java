package dev.whence.engine.relevance.lrp;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.ClassifierStates;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.SideThread;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.relevance.ImageBatches;
import dev.whence.engine.relevance.lrp.PairSignals.Signal;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * XDA: why a training image counts for a test image. The score is split over the features of the final layer in proportion
 * to their part of the two images' inner product, and the same shares are handed down through either image's forward pass.
 */
public final class PairRelevance {

    private final LrpExplainer explainer;
    private final int featureNode;

    /**
     * @param explainer propagates; not closed here
     * @param featureNode position of the node whose values are the features
     */
    public PairRelevance(LrpExplainer explainer, int featureNode) {
        this.explainer = explainer;
        this.featureNode = featureNode;
    }

    /**
     * Two images and the score between them.
     *
     * @param test position of the test image
     * @param train position of the training image
     * @param score of the training image for the test image's explained class; for a contrast the difference of two
     */
    public record Pair(int test, int train, double score) {}

    /**
     * Checks that pairs of a method can be explained.
     *
     * @throws BadInputException if its scores are not made of the features' inner products
     */
    public static <S extends Record> void requireDefined(
            AttributionMethod<S> method, S settings, ClassifierStates states) {
        Optional<String> obstacle = method.pairObstacle(settings, states);
        if (obstacle.isPresent()) {
            throw new BadInputException("Pair heatmaps are not defined for these scores of " + method.title() + ": "
                    + obstacle.get() + "; methods that have them: "
                    + MethodRegistry.all().stream()
                            .filter(other -> isUsuallyDefined(other, states))
                            .map(AttributionMethod::title)
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }

    private static <S extends Record> boolean isUsuallyDefined(AttributionMethod<S> method, ClassifierStates states) {
        S usual = SettingsSchema.of(method.settingsType()).defaults();
        return method.pairObstacle(usual, states).isEmpty();
    }

    /**
     * The maps of all pairs, in two batched passes (more where memory is short) at the same time, each of which has half of
     * the work. Pairs with an image in common share its forward pass.
     *
     * @param tests the images that the pairs' test positions count
     * @param train the images that their training positions count
     * @param pairs at least one
     * @throws dev.whence.engine.job.CancelledException within one batch of the wish to cancel
     */
    public PairHeatmaps explain(Representations tests, Representations train, List<Pair> pairs, Progress progress) {
        int[] testImages = pairs.stream().mapToInt(Pair::test).toArray();
        int[] trainImages = pairs.stream().mapToInt(Pair::train).toArray();
        double[] scores = pairs.stream().mapToDouble(Pair::score).toArray();
        Tensor shares =
                shares(tests.features().take(testImages), train.features().take(trainImages), scores);
        progress.stage("Pair heatmaps");
        PairSignals signals = PairSignals.of(pairs);
        int middle = signals.middle();
        try (SideThread other = new SideThread("whence-pair-maps")) {
            Supplier<Heatmaps> later = other.start(() -> propagated(
                    signals.part(middle, signals.size()),
                    train.inputs(),
                    tests.inputs(),
                    shares,
                    Progress.silent(progress::isCancelled)));
            Heatmaps earlier = propagated(signals.part(0, middle), train.inputs(), tests.inputs(), shares, progress);
            Heatmaps all = Heatmaps.concat(List.of(earlier, later.get()));
            return new PairHeatmaps(all.take(signals.places(false)), all.take(signals.places(true)));
        }
    }

    /** The maps of some signals, in their order. */
    Heatmaps propagated(PairSignals signals, ModelInputs train, ModelInputs tests, Tensor shares, Progress progress) {
        return ImageBatches.run(signals.size(), explainer.batchSize(), progress, (from, to) -> {
            PairSignals batch = signals.part(from, to);
            return explainer.explainFeatures(
                    images(batch.images(), train, tests),
                    batch.imageOf(),
                    featureNode,
                    shares.take(batch.pairs()),
                    progress);
        });
    }

    /** Training images first, as the signals are ordered. */
    private static Tensor images(List<Signal> images, ModelInputs train, ModelInputs tests) {
        int[] training = positions(images, false);
        int[] testing = positions(images, true);
        if (testing.length == 0) {
            return train.batch(training);
        }
        if (training.length == 0) {
            return tests.batch(testing);
        }
        return Tensor.concat(List.of(train.batch(training), tests.batch(testing)));
    }

    private static int[] positions(List<Signal> images, boolean onTest) {
        return images.stream()
                .filter(signal -> signal.onTest() == onTest)
                .mapToInt(Signal::image)
                .toArray();
    }

    /**
     * The initial relevance {@code R_j = f_j(train) f_j(test) score / <f(train), f(test)>}: row sums are the scores. Zero
     * where the inner product is zero.
     *
     * @param tests features of the pairs' test images, {@code [p, d]}
     * @param train features of their training images, {@code [p, d]}
     * @param scores one per pair
     * @return {@code [p, d]} float64
     */
    public static Tensor shares(Tensor tests, Tensor train, double[] scores) {
        int d = tests.shape().dim(1);
        double[] shares = new double[Math.multiplyExact(scores.length, d)];
        for (int p = 0; p < scores.length; p++) {
            double inner = 0;
            for (int at = p * d; at < (p + 1) * d; at++) {
                shares[at] = tests.get(at) * train.get(at);
                inner += shares[at];
            }
            double scale = inner == 0 ? 0 : scores[p] / inner;
            for (int at = p * d; at < (p + 1) * d; at++) {
                shares[at] *= scale;
            }
        }
        return Tensor.of(shares, scores.length, d);
    }
}
