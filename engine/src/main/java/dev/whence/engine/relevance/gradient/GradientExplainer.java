package dev.whence.engine.relevance.gradient;

import dev.whence.engine.job.Progress;
import dev.whence.engine.model.canon.Homogeneity;
import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

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
    public int batchSize() {
        return score.batchSize();
    }

    @Override
    public List<String> leaks() {
        if (!timesInput) {
            return List.of("a gradient tells rates of change, which do not add up to the value");
        }
        return Homogeneity.breaches(score.network()).stream()
                .collect(Collectors.groupingBy(
                        Homogeneity.Breach::reason,
                        LinkedHashMap::new,
                        Collectors.mapping(Homogeneity.Breach::layer, Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(breach -> "a layer " + breach.getKey() + " (" + breach.getValue() + ")")
                .toList();
    }

    @Override
    public void close() {
        score.close();
    }
}
