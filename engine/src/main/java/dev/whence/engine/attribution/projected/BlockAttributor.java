package dev.whence.engine.attribution.projected;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientBlocks;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.ParameterSelection;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * {@code score(i, j) = sum over layers of phi(g_i)^T (F + damping)^-1 phi(t_j)} with phi the projected gradient of one layer,
 * averaged over checkpoints.
 */
final class BlockAttributor implements Attributor {

    private final AttributionTask task;
    private final BlockPlan plan;
    private final IntFunction<LayerProjections.Source> sources;
    /** Features of the training images by checkpoint, {@code [n, all layers]}. */
    private final List<Tensor> features;
    /** Columns of each layer. */
    private final int[] widths;

    private BlockAttributor(
            AttributionTask task,
            BlockPlan plan,
            IntFunction<LayerProjections.Source> sources,
            List<Tensor> features,
            int[] widths) {
        this.task = task;
        this.plan = plan;
        this.sources = sources;
        this.features = List.copyOf(features);
        this.widths = widths;
    }

    static BlockAttributor fit(AttributionTask task, BlockPlan plan, Progress progress) {
        return fit(task, plan, drawn(task, plan), progress);
    }

    /** @param sources projections by position of the checkpoint */
    static BlockAttributor fit(
            AttributionTask task, BlockPlan plan, IntFunction<LayerProjections.Source> sources, Progress progress) {
        GradientRows.requireLabels(task.train());
        List<Tensor> features = new ArrayList<>();
        int[] widths = new int[0];
        for (int c = 0; c < task.checkpoints().size(); c++) {
            progress.stage("Projected gradients of the training images");
            try (GradientBlocks gradients = gradients(task, plan, c);
                    LayerProjections projections = new LayerProjections(sources.apply(c))) {
                Tensor rows = gradients.trainRows(
                        "features_" + c,
                        OutputFunction.LOSS,
                        task.train(),
                        progress,
                        layers -> DeviceArray.concat(1, projections.apply(layers)));
                widths = widths(task, gradients, projections);
                features.add(rows);
            }
        }
        return new BlockAttributor(task, plan, sources, features, widths);
    }

    /** From one image, since all rows may have been finished by an earlier attempt. */
    private static int[] widths(AttributionTask task, GradientBlocks gradients, LayerProjections projections) {
        gradients.train(
                OutputFunction.LOSS,
                task.train().select(0),
                Progress.none(),
                (from, to, scope, layers) -> projections.apply(layers));
        return projections.widths();
    }

    static BlockAttributor restore(AttributionTask task, BlockPlan plan, Map<String, Tensor> state) {
        List<Tensor> features = new ArrayList<>();
        for (int c = 0; c < task.checkpoints().size(); c++) {
            Tensor found = state.get("features_" + c);
            if (found == null || found.shape().dim(0) != task.train().size()) {
                throw unfit();
            }
            features.add(found);
        }
        Tensor widths = state.get("widths");
        if (widths == null) {
            throw unfit();
        }
        int[] columns = Arrays.stream(widths.longs()).mapToInt(Math::toIntExact).toArray();
        return new BlockAttributor(task, plan, drawn(task, plan), features, columns);
    }

    private static BadInputException unfit() {
        return new BadInputException("The stored projected gradients do not fit these training images;"
                + " delete them from the cache and run again.");
    }

    private static IntFunction<LayerProjections.Source> drawn(AttributionTask task, BlockPlan plan) {
        return c -> LayerProjections.drawn(task.requiredEngine(), plan.projections(), task.seed() + 100_000L * c);
    }

    private static GradientBlocks gradients(AttributionTask task, BlockPlan plan, int checkpoint) {
        Network network = task.checkpoints().get(checkpoint);
        return new GradientBlocks(
                task.requiredEngine(),
                network,
                task.finalLayer(),
                ParameterSelection.parse(plan.parameters(), network));
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        int n = task.train().size();
        int m = tests.size();
        double[] scores = new double[Math.multiplyExact(m, n)];
        for (int c = 0; c < features.size(); c++) {
            progress.stage("Projected gradients of the test images");
            Tensor queries = queries(c, tests, targets, progress);
            for (int l = 0; l < widths.length; l++) {
                progress.checkCancelled();
                try (Scope scope = task.requiredEngine().scope()) {
                    Tensor part = kernel(scope, c, l)
                            .times(columns(scope.of(queries), l), progress)
                            .toHost();
                    add(scores, part);
                }
            }
        }
        GradientRows.requireFinite(sum(scores), "the scores of the projected gradients");
        return Tensor.of(scores, m, n).toFloat32();
    }

    private Tensor queries(int checkpoint, Representations tests, Targets targets, Progress progress) {
        List<Tensor> blocks = new ArrayList<>();
        try (GradientBlocks gradients = gradients(task, plan, checkpoint);
                LayerProjections projections = new LayerProjections(sources.apply(checkpoint))) {
            gradients.tests(
                    plan.function(),
                    tests,
                    targets,
                    progress,
                    (from, to, scope, layers) -> blocks.add(
                            DeviceArray.concat(1, projections.apply(layers)).toHost()));
        }
        return Tensor.concat(blocks);
    }

    private BlockKernel kernel(Scope scope, int checkpoint, int layer) {
        DeviceArray phi = columns(scope.of(features.get(checkpoint)), layer);
        return new BlockKernel(phi, plan.curvature(), plan.damping());
    }

    private DeviceArray columns(DeviceArray features, int layer) {
        int from = Arrays.stream(widths).limit(layer).sum();
        return features.slice(1, from, from + widths[layer]);
    }

    /** Adds a layer's scores, as one of several checkpoints. */
    private void add(double[] scores, Tensor part) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] += part.get(i) / features.size();
        }
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        double[] own = new double[task.train().size()];
        for (int c = 0; c < features.size(); c++) {
            for (int l = 0; l < widths.length; l++) {
                progress.checkCancelled();
                try (Scope scope = task.requiredEngine().scope()) {
                    Tensor part = kernel(scope, c, l).diagonal(progress).toHost();
                    add(own, part);
                }
            }
        }
        GradientRows.requireFinite(sum(own), "the scores of the projected gradients");
        return Tensor.of(own, own.length).toFloat32();
    }

    @Override
    public Map<String, Tensor> extras() {
        return Map.of();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Checkpoints", Integer.toString(features.size()));
        facts.put("Layers", Integer.toString(widths.length));
        facts.put(
                "Features",
                String.format(
                        Locale.ROOT, "%,d dimensions", Arrays.stream(widths).sum()));
        return facts;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int c = 0; c < features.size(); c++) {
            state.put("features_" + c, features.get(c));
        }
        state.put("widths", Tensor.of(Arrays.stream(widths).asLongStream().toArray(), widths.length));
        return state;
    }
}
