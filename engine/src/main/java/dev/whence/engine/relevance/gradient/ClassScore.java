package dev.whence.engine.relevance.gradient;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.model.Network;
import dev.whence.engine.relevance.HeatmapExplainer.Question;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.ImageBatches;
import dev.whence.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The value asked about, a logit or a difference of two, as a function of the input. */
final class ClassScore implements AutoCloseable {

    private final NetworkRunner runner;
    private final int classes;
    private final @Nullable ExecutionEngine own;

    ClassScore(HeatmapTask task) {
        this(task, task.engine(), null);
    }

    private ClassScore(HeatmapTask task, ExecutionEngine engine, @Nullable ExecutionEngine own) {
        this.own = own;
        runner = engine.load(task.logits());
        classes = runner.network().outputShape().dim(0);
    }

    /** In float64, whatever the precision of the task's engine. */
    static ClassScore exact(HeatmapTask task) {
        ExecutionSettings settings = task.engine().settings();
        if (settings.precision() == Precision.FLOAT64) {
            return new ClassScore(task);
        }
        ExecutionEngine wide =
                ExecutionEngine.open(new ExecutionSettings(settings.device(), Precision.FLOAT64, settings.threads()));
        return new ClassScore(task, wide, wide);
    }

    /** One value per image of the batch. */
    double[] values(Tensor batch, Question question) {
        Tensor logits = runner.forward(batch);
        double[] values = new double[question.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = logits.get(i * classes + question.positive()[i]);
            if (question.negative()[i] >= 0) {
                values[i] -= logits.get(i * classes + question.negative()[i]);
            }
        }
        return values;
    }

    /** Its gradient by the input, {@code [n, c, h, w]} in the engine's precision. */
    Tensor gradient(Tensor batch, Question question) {
        double[] seed = new double[question.size() * classes];
        for (int i = 0; i < question.size(); i++) {
            seed[i * classes + question.positive()[i]] += 1;
            if (question.negative()[i] >= 0) {
                seed[i * classes + question.negative()[i]] -= 1;
            }
        }
        return runner.inputGradient(batch, Tensor.of(seed, question.size(), classes));
    }

    /** Images per batch when the values of all layers are kept for a gradient. */
    int batchSize() {
        return ImageBatches.sizeFor(runner.network(), runner.engine().settings().precision());
    }

    Network network() {
        return runner.network();
    }

    /** The network's logits, {@code [n, classes]}. */
    Tensor logits(Tensor batch) {
        return runner.forward(batch);
    }

    @Override
    public void close() {
        runner.close();
        if (own != null) {
            own.close();
        }
    }
}
