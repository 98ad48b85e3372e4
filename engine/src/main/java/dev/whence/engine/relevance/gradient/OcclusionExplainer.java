package dev.whence.engine.relevance.gradient;

import dev.whence.engine.job.Progress;
import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.List;

/** Slides a window over each image, across all channels; windows that leave the image continue at its other side. */
final class OcclusionExplainer implements HeatmapExplainer {

    private final ClassScore score;
    private final OcclusionSettings settings;

    OcclusionExplainer(HeatmapTask task, OcclusionSettings settings) {
        this.score = new ClassScore(task);
        this.settings = settings;
    }

    @Override
    public Heatmaps explain(Tensor batch, Question question, Progress progress) {
        Shape image = batch.shape().dropFirst();
        double[] map = new double[batch.size()];
        double[] whole = score.values(batch, question);
        boolean hide = settings.shown() == OcclusionSettings.Shown.HIDE;
        for (int top = 0; top < image.dim(1); top += settings.stride()) {
            for (int left = 0; left < image.dim(2); left += settings.stride()) {
                progress.checkCancelled();
                boolean[] window = window(image, top, left);
                double[] answers = score.values(masked(batch, window, hide), question);
                for (int p = 0; p < map.length; p++) {
                    int i = p / window.length;
                    if (window[p % window.length]) {
                        map[p] += hide ? whole[i] - answers[i] : answers[i];
                    }
                }
            }
            progress.update(top, image.dim(1), "rows");
        }
        return new Heatmaps(Tensor.of(map, batch.shape().toArray()), whole);
    }

    private boolean[] window(Shape image, int top, int left) {
        int height = image.dim(1);
        int width = image.dim(2);
        boolean[] inside = new boolean[Math.toIntExact(image.size())];
        for (int c = 0; c < image.dim(0); c++) {
            for (int y = 0; y < Math.min(settings.window(), height); y++) {
                for (int x = 0; x < Math.min(settings.window(), width); x++) {
                    inside[(c * height + (top + y) % height) * width + (left + x) % width] = true;
                }
            }
        }
        return inside;
    }

    private static Tensor masked(Tensor batch, boolean[] window, boolean hide) {
        double[] values = new double[batch.size()];
        for (int p = 0; p < values.length; p++) {
            values[p] = window[p % window.length] != hide ? batch.get(p) : 0;
        }
        return Tensor.of(values, batch.shape().toArray());
    }

    @Override
    public int batchSize() {
        return score.batchSize();
    }

    @Override
    public List<String> leaks() {
        return List.of("each window is judged on its own, so that the scores do not add up to the value");
    }

    @Override
    public void close() {
        score.close();
    }
}
