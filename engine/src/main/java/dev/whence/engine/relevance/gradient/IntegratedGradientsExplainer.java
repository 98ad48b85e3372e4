package dev.whence.engine.relevance.gradient;

import dev.whence.engine.job.Progress;
import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.tensor.Tensor;
import java.util.List;

/** {@code x * integral of dF/dx (t x) dt} over t from 0 to 1; explains {@code F(x) - F(0)}. */
final class IntegratedGradientsExplainer implements HeatmapExplainer {

    private final ClassScore score;
    private final List<PathPoints.Point> points;

    IntegratedGradientsExplainer(HeatmapTask task, IntegratedGradientsSettings settings) {
        score = settings.exact() ? ClassScore.exact(task) : new ClassScore(task);
        points = settings.quadrature() == IntegratedGradientsSettings.Quadrature.RIEMANN
                ? PathPoints.riemann(settings.steps())
                : PathPoints.gaussLegendre(settings.steps());
    }

    @Override
    public Heatmaps explain(Tensor batch, Question question, Progress progress) {
        double[] mean = new double[batch.size()];
        int done = 0;
        for (PathPoints.Point point : points) {
            progress.checkCancelled();
            Tensor gradient = score.gradient(InputArithmetic.scaled(batch, point.position()), question);
            InputArithmetic.accumulate(mean, gradient, point.weight());
            progress.update(++done, points.size(), "steps");
        }
        Tensor map =
                InputArithmetic.product(batch, Tensor.of(mean, batch.shape().toArray()));
        double[] explained = score.values(batch, question);
        double[] atZero = score.values(InputArithmetic.scaled(batch, 0), question);
        for (int i = 0; i < explained.length; i++) {
            explained[i] -= atZero[i];
        }
        return new Heatmaps(map, explained);
    }

    @Override
    public int batchSize() {
        return score.batchSize();
    }

    @Override
    public List<String> leaks() {
        return List.of("the path is summed in " + points.size() + " steps; more come closer");
    }

    @Override
    public void close() {
        score.close();
    }
}
