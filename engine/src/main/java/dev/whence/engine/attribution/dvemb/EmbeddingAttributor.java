package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientBlocks;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.ParameterSelection;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code score(i, j) = <embedding_i, phi(t_j)>} with embeddings that were prepared in a projected space. */
final class EmbeddingAttributor implements Attributor {

    private final AttributionTask task;
    private final DvembSettings settings;
    private final Function<GradientBlocks, FeatureMap> map;
    /** {@code [n, k]}. */
    private final Tensor embeddings;

    private final Map<String, String> facts;

    private EmbeddingAttributor(
            AttributionTask task,
            DvembSettings settings,
            Function<GradientBlocks, FeatureMap> map,
            Tensor embeddings,
            Map<String, String> facts) {
        this.task = task;
        this.settings = settings;
        this.map = map;
        this.embeddings = embeddings;
        this.facts = facts;
    }

    /** @param map of the gradients that these blocks give */
    static EmbeddingAttributor fit(
            AttributionTask task,
            DvembSettings settings,
            Recording recording,
            Function<GradientBlocks, FeatureMap> map,
            Map<String, String> facts,
            Progress progress) {
        Tensor embeddings = recording.with(steps -> {
            try (GradientBlocks blocks = blocks(task, settings);
                    FeatureMap features = map.apply(blocks);
                    Scope scope = task.requiredEngine().scope()) {
                progress.stage("Following the training backwards");
                EmbeddingSweep sweep =
                        new EmbeddingSweep(steps, scope, task.train().size(), settings.epoch());
                new BackwardSweep(task, steps, blocks.runner(), blocks.factors())
                        .run(scope, "embeddings", progress, sweep, (step, work, gradients) -> {
                            List<DeviceArray> rows = new ArrayList<>();
                            gradients.each((own, layers) -> rows.add(work.keep(features.of(layers))));
                            sweep.take(step, DeviceArray.concat(0, rows));
                        });
                return sweep.embeddings();
            }
        });
        for (double value : embeddings.doubles()) {
            GradientRows.requireFinite(value, "the embeddings of the training images");
        }
        return new EmbeddingAttributor(task, settings, map, embeddings, facts);
    }

    static EmbeddingAttributor restore(
            AttributionTask task,
            DvembSettings settings,
            Function<GradientBlocks, FeatureMap> map,
            Map<String, Tensor> state,
            Map<String, String> facts) {
        Tensor embeddings = state.get("embeddings");
        if (embeddings == null || embeddings.shape().dim(0) != task.train().size()) {
            throw new BadInputException("The stored embeddings do not fit these training images;"
                    + " delete them from the cache and run again.");
        }
        return new EmbeddingAttributor(task, settings, map, embeddings, facts);
    }

    private static GradientBlocks blocks(AttributionTask task, DvembSettings settings) {
        ExecutionEngine engine = task.requiredEngine();
        return new GradientBlocks(
                engine,
                task.network(),
                task.finalLayer(),
                ParameterSelection.parse(settings.parameters(), task.network()));
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        int n = task.train().size();
        float[] scores = new float[Math.multiplyExact(tests.size(), n)];
        questions(tests, targets, progress, (from, products) -> {
            Tensor block = products.toHost().toFloat32();
            System.arraycopy(block.floats(), 0, scores, from * n, block.size());
        });
        return Tensor.of(scores, tests.size(), n);
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        int n = task.train().size();
        float[] own = new float[n];
        questions(task.train(), Targets.resolve(new Target.Label(), task.train()), progress, (from, products) -> {
            Tensor block = products.toHost();
            for (int j = 0; j < block.shape().dim(0); j++) {
                own[from + j] = (float) block.get(j * n + from + j);
            }
        });
        return Tensor.of(own, n);
    }

    @FunctionalInterface
    private interface Block {
        /** @param products of a block of questions with all embeddings, {@code [questions, n]} */
        void accept(int from, DeviceArray products);
    }

    private void questions(Representations tests, Targets targets, Progress progress, Block receiver) {
        try (GradientBlocks blocks = blocks(task, settings);
                FeatureMap features = map.apply(blocks);
                Scope scope = task.requiredEngine().scope()) {
            DeviceArray columns = scope.of(embeddings).transpose(0, 1);
            progress.stage("Gradients of the test images");
            blocks.tests(
                    settings.function(),
                    tests,
                    targets,
                    progress,
                    (from, to, work, layers) ->
                            receiver.accept(from, features.of(layers).matmul(columns)));
        }
    }

    @Override
    public Map<String, Tensor> extras() {
        return Map.of("embeddings", embeddings.toFloat32());
    }

    @Override
    public Map<String, String> facts() {
        return facts;
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("embeddings", embeddings);
    }
}
