package dev.whence.engine.relevance.gradient;

import dev.whence.engine.job.Progress;
import dev.whence.engine.relevance.HeatmapExplainer.Question;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures on images whether X-Gradient keeps its promises on a network (Hesse et al. 2021, section 3). All three numbers
 * are rounding errors on an X-DNN, and tell how far off another network is.
 * They are taken in float64.
 */
public final class AxiomCheck {

    private static final List<Double> FACTORS = List.of(0.1, 0.5, 2.0);

    private AxiomCheck() {}

    /**
     * The outcome.
     *
     * @param completeness largest difference between a map's sum and its logit, over the mean absolute logit
     * @param agreement mean absolute difference between X-Gradient and integrated gradients from zero, over the mean
     *     absolute value of the latter
     * @param homogeneity for each factor tried, how far {@code F(a x)} is from {@code a F(x)}
     */
    public record Outcome(double completeness, double agreement, List<Scaling> homogeneity) {

        public Outcome {
            homogeneity = List.copyOf(homogeneity);
        }

        /** Whether all of it holds up to the given relative error. */
        public boolean holds(double tolerance) {
            return completeness <= tolerance
                    && agreement <= tolerance
                    && homogeneity.stream().allMatch(scaling -> scaling.error() <= tolerance);
        }
    }

    /**
     * @param factor a
     * @param error largest {@code |F(a x) - a F(x)|} over all classes and images, over the largest {@code |a F(x)|}
     */
    public record Scaling(double factor, double error) {}

    /**
     * Runs the check.
     *
     * @param batch network input, {@code [n, c, h, w]}
     * @param steps of the integration, at least 1
     */
    public static Outcome run(HeatmapTask task, Tensor batch, Question question, int steps, Progress progress) {
        try (ClassScore score = ClassScore.exact(task)) {
            Tensor closed = InputArithmetic.product(batch, score.gradient(batch, question));
            double completeness = completeness(closed, score.values(batch, question));
            double agreement = agreement(score, closed, batch, question, steps, progress);
            List<Scaling> scalings = new ArrayList<>();
            for (double factor : FACTORS) {
                progress.checkCancelled();
                scalings.add(new Scaling(factor, inhomogeneity(score, batch, factor)));
            }
            return new Outcome(completeness, agreement, scalings);
        }
    }

    private static double completeness(Tensor maps, double[] values) {
        int size = maps.size() / values.length;
        double worst = 0;
        double scale = 0;
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            for (int p = i * size; p < (i + 1) * size; p++) {
                sum += maps.get(p);
            }
            worst = Math.max(worst, Math.abs(sum - values[i]));
            scale += Math.abs(values[i]) / values.length;
        }
        return ratio(worst, scale);
    }

    private static double agreement(
            ClassScore score, Tensor closed, Tensor batch, Question question, int steps, Progress progress) {
        double[] mean = new double[batch.size()];
        for (PathPoints.Point point : PathPoints.gaussLegendre(steps)) {
            progress.checkCancelled();
            Tensor gradient = score.gradient(InputArithmetic.scaled(batch, point.position()), question);
            InputArithmetic.accumulate(mean, gradient, point.weight());
        }
        double difference = 0;
        double magnitude = 0;
        for (int p = 0; p < mean.length; p++) {
            double integrated = batch.get(p) * mean[p];
            difference += Math.abs(integrated - closed.get(p));
            magnitude += Math.abs(integrated);
        }
        return ratio(difference, magnitude);
    }

    private static double inhomogeneity(ClassScore score, Tensor batch, double factor) {
        Tensor logits = score.logits(batch);
        Tensor scaled = score.logits(InputArithmetic.scaled(batch, factor));
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < logits.size(); i++) {
            worst = Math.max(worst, Math.abs(scaled.get(i) - factor * logits.get(i)));
            largest = Math.max(largest, Math.abs(factor * logits.get(i)));
        }
        return ratio(worst, largest);
    }

    private static double ratio(double part, double whole) {
        return part == 0 ? 0 : part / whole;
    }
}
