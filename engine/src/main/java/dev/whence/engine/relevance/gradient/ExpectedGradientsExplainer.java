package dev.whence.engine.relevance.gradient;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.job.Progress;
import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The mean of {@code (x - b) dF/dx (b + t (x - b))} over background images b and points t. */
final class ExpectedGradientsExplainer implements HeatmapExplainer {

    private final ClassScore score;
    private final ExpectedGradientsSettings settings;
    private final ModelInputs background;
    private final long seed;

    ExpectedGradientsExplainer(HeatmapTask task, ExpectedGradientsSettings settings) {
        if (task.background() == null) {
            throw new BadInputException(
                    "Expected gradients start from training images; name them with --train, or choose another method.");
        }
        this.background = task.background();
        this.score = new ClassScore(task);
        this.settings = settings;
        this.seed = task.seed();
    }

    @Override
    public Heatmaps explain(Tensor batch, Question question, Progress progress) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] mean = new double[batch.size()];
        double[] baseline = new double[question.size()];
        for (int sample = 0; sample < settings.samples(); sample++) {
            progress.checkCancelled();
            int[] drawn = new int[question.size()];
            Arrays.fill(drawn, random.nextInt(background.size()));
            Tensor start = background.batch(drawn);
            Tensor point = InputArithmetic.between(start, batch, random.nextDouble());
            Tensor gradient = score.gradient(point, question);
            Tensor way = InputArithmetic.difference(batch, start);
            InputArithmetic.accumulate(mean, InputArithmetic.product(way, gradient), 1.0 / settings.samples());
            double[] atStart = score.values(start, question);
            for (int i = 0; i < baseline.length; i++) {
                baseline[i] += atStart[i] / settings.samples();
            }
            progress.update(sample + 1, settings.samples(), "samples");
        }
        double[] explained = score.values(batch, question);
        for (int i = 0; i < explained.length; i++) {
            explained[i] -= baseline[i];
        }
        return new Heatmaps(Tensor.of(mean, batch.shape().toArray()), explained);
    }

    @Override
    public int batchSize() {
        return score.batchSize();
    }

    @Override
    public List<String> leaks() {
        return List.of("the mean is taken over " + settings.samples() + " samples; more come closer");
    }

    @Override
    public void close() {
        score.close();
    }
}
