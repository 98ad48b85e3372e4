package dev.whence.engine.relevance.gradient;

import dev.whence.engine.job.Progress;
import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/** The mean gradient over noisy copies of each image. */
final class SmoothGradExplainer implements HeatmapExplainer {

    private final ClassScore score;
    private final SmoothGradSettings settings;
    private final long seed;

    SmoothGradExplainer(HeatmapTask task, SmoothGradSettings settings) {
        this.score = new ClassScore(task);
        this.settings = settings;
        this.seed = task.seed();
    }

    @Override
    public Heatmaps explain(Tensor batch, Question question, Progress progress) {
        double[] deviations = deviations(batch, question.size());
        double[] mean = new double[batch.size()];
        for (int sample = 0; sample < settings.samples(); sample++) {
            progress.checkCancelled();
            boolean last = sample == settings.samples() - 1;
            Tensor copy = last ? batch : noisy(batch, deviations, sample);
            InputArithmetic.accumulate(mean, score.gradient(copy, question), 1.0 / settings.samples());
            progress.update(sample + 1, settings.samples(), "samples");
        }
        return new Heatmaps(Tensor.of(mean, batch.shape().toArray()), score.values(batch, question));
    }

    private double[] deviations(Tensor batch, int images) {
        int size = batch.size() / images;
        double[] deviations = new double[images];
        for (int i = 0; i < images; i++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int p = i * size; p < (i + 1) * size; p++) {
                low = Math.min(low, batch.get(p));
                high = Math.max(high, batch.get(p));
            }
            deviations[i] = settings.noiseLevel() * (high - low);
        }
        return deviations;
    }

    /** The noise of an image does not depend on the other images of its batch. */
    private Tensor noisy(Tensor batch, double[] deviations, int sample) {
        int size = batch.size() / deviations.length;
        double[] values = new double[batch.size()];
        for (int i = 0; i < deviations.length; i++) {
            SplittableRandom random = new SplittableRandom(seed + sample);
            for (int p = i * size; p < (i + 1) * size; p++) {
                values[p] = batch.get(p) + deviations[i] * random.nextGaussian();
            }
        }
        return Tensor.of(values, batch.shape().toArray());
    }

    @Override
    public int batchSize() {
        return score.batchSize();
    }

    @Override
    public List<String> leaks() {
        return List.of("a gradient tells rates of change, which do not add up to the value");
    }

    @Override
    public void close() {
        score.close();
    }
}
