package dev.whence.engine.relevance.gradient;

import dev.whence.engine.job.Progress;
import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.tensor.Tensor;

/** The gradient, on its own or times the input. */
final class GradientExplainer implements HeatmapExplainer {

    private final ClassScore score;
    private final boolean timesInput;

    GradientExplainer(HeatmapTask task, boolean timesInput) {
        this.score = new ClassScore(task);
        this.timesInput = timesInput;
    }

    @Override
    public Heatmaps explain(Tensor batch, Question question, Progress progress) {
        progress.checkCancelled();
        Tensor gradient = score.gradient(batch, question);
        Tensor map = timesInput ? InputArithmetic.product(batch, gradient) : gradient;
        return new Heatmaps(map, score.values(batch, question));
    }

    @Override
    public void close() {
        score.close();
    }
}
