package dev.whence.engine.workspace;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.ClassifierStates;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.relevance.Conservation;
import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapExplainer.Question;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.relevance.ImageBatches;
import dev.whence.engine.relevance.gradient.AxiomCheck;
import dev.whence.engine.relevance.gradient.AxiomCheck.Outcome;
import dev.whence.engine.relevance.gradient.BiasRemovalEffect;
import dev.whence.engine.relevance.lrp.LrpExplainer;
import dev.whence.engine.relevance.lrp.LrpMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.relevance.lrp.PairHeatmaps;
import dev.whence.engine.relevance.lrp.PairRelevance;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.relevance.lrp.PreFlight;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.store.ArtifactKey;
import dev.whence.engine.store.ArtifactStore;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Heatmaps on the images of a workspace. Methods are prepared once per setting, maps are computed once per question and
 * kept by everything they depend on. Thread-safe.
 */
public final class HeatmapService implements AutoCloseable {

    private final OpenedWorkspace workspace;
    private final ExecutionEngine engine;
    private final MapCache cache;
    private final Map<Prepared, HeatmapExplainer> explainers = new HashMap<>();

    HeatmapService(OpenedWorkspace workspace, ExecutionEngine engine, ArtifactStore store) {
        this.workspace = workspace;
        this.engine = engine;
        this.cache = new MapCache(store);
    }

    private record Prepared(String method, Record settings) {}

    /**
     * Shows what in some images speaks for a class.
     *
     * @param indices positions in the split
     * @throws dev.whence.engine.WhenceException if the method does not suit the network or the target does not exist
     */
    public <S extends Record> HeatmapAnswer decisions(
            HeatmapMethod<S> method, S settings, Split split, int[] indices, Target target, Progress progress) {
        return workspace.calls().during(() -> answer(method, settings, split, indices, target, progress));
    }

    private <S extends Record> HeatmapAnswer answer(
            HeatmapMethod<S> method, S settings, Split split, int[] indices, Target target, Progress progress) {
        Representations images = workspace.representations(split, progress).select(indices);
        Targets targets = Targets.resolve(target, images);
        HeatmapExplainer explainer = explainer(method, settings);
        SortedMap<String, String> values = values(method, settings);
        values.put("split", split.name());
        values.put(
                "images",
                IntStream.range(0, indices.length)
                        .mapToObj(i -> indices[i] + ":" + targets.positive()[i] + ":" + targets.negative()[i])
                        .collect(Collectors.joining(" ")));
        ArtifactKey key = workspace.key(workspace.split(split), "heatmap-" + method.id(), method.version(), values);
        Heatmaps maps = cache.get(key, () -> {
                    progress.stage(method.title() + " heatmaps");
                    return List.of(ImageBatches.run(
                            indices.length,
                            explainer.batchSize(),
                            progress,
                            (from, to) -> explainer.explain(
                                    images.inputs()
                                            .batch(IntStream.range(from, to).toArray()),
                                    part(targets, from, to),
                                    progress)));
                })
                .get(0);
        return new HeatmapAnswer(
                maps, targets, badges(maps, explainer), Provenance.ofHeatmaps(workspace, method, settings, target));
    }

    /**
     * Shows on both images of each pair what connects them.
     *
     * @param method gave the pairs' scores
     * @param scored the method's settings
     * @param settings how relevance is propagated
     * @param pairs positions in the two splits with their scores, at least one
     * @throws dev.whence.engine.BadInputException if the method's scores are not made of features
     */
    public <S extends Record> PairAnswer pairs(
            AttributionMethod<S> method, S scored, LrpSettings settings, List<Pair> pairs, Progress progress) {
        requirePairs(method, scored);
        return workspace.calls().during(() -> answer(settings, pairs, progress));
    }

    private PairAnswer answer(LrpSettings settings, List<Pair> pairs, Progress progress) {
        Representations tests = workspace.representations(Split.TEST, progress);
        Representations train = workspace.representations(Split.TRAIN, progress);
        LrpMethod lrp = new LrpMethod();
        LrpExplainer explainer = (LrpExplainer) explainer(lrp, settings);
        SortedMap<String, String> values = values(lrp, settings);
        values.put("tests", workspace.split(Split.TEST).manifestHash());
        values.put(
                "pairs",
                pairs.stream()
                        .map(pair -> pair.test() + ":" + pair.train() + ":" + pair.score())
                        .collect(Collectors.joining(" ")));
        ArtifactKey key = workspace.key(workspace.split(Split.TRAIN), "pair-heatmap", lrp.version(), values);
        List<Heatmaps> both = cache.get(key, () -> {
            PairHeatmaps computed = new PairRelevance(
                            explainer, workspace.classifier().featureNode())
                    .explain(tests, train, pairs, progress);
            return List.of(computed.train(), computed.test());
        });
        PairHeatmaps maps = new PairHeatmaps(both.get(0), both.get(1));
        return new PairAnswer(
                pairs,
                maps,
                badges(maps.train(), explainer),
                badges(maps.test(), explainer),
                Provenance.ofHeatmaps(workspace, lrp, settings, null));
    }

    /**
     * Checks, before scores are computed, that pairs of them can be explained.
     *
     * @throws dev.whence.engine.BadInputException if the method's scores are not made of features; the sentence says why
     */
    public <S extends Record> void requirePairs(AttributionMethod<S> method, S settings) {
        PairRelevance.requireDefined(method, settings, states());
    }

    /** Whether pairs of a method's scores can be explained. */
    public <S extends Record> boolean explainsPairs(AttributionMethod<S> method, S settings) {
        return method.pairObstacle(settings, states()).isEmpty();
    }

    private ClassifierStates states() {
        return new ClassifierStates(
                workspace.classifier().network(),
                workspace.classifier().finalLayer(),
                workspace.checkpoints().size());
    }

    /** The rule of each layer and whether it conserves relevance. */
    public List<PreFlight.Entry> preFlight(LrpSettings settings) {
        return workspace.calls().during(() -> ((LrpExplainer) explainer(new LrpMethod(), settings)).preFlight());
    }

    /**
     * Measures on the first test images whether X-Gradient keeps its promises, with the network's biases and without.
     *
     * @param images at most so many of the test images are looked at for the axioms; accuracy is that on all of them
     */
    public AxiomReport axioms(int images, Progress progress) {
        return workspace.calls().during(() -> measured(images, progress));
    }

    private AxiomReport measured(int images, Progress progress) {
        Representations tests = workspace.representations(Split.TEST, progress);
        BiasRemovalEffect effect = BiasRemovalEffect.measure(engine, workspace.classifier(), tests, progress);
        int[] first = IntStream.range(0, Math.min(images, tests.size())).toArray();
        Tensor batch = tests.inputs().batch(first);
        Question question =
                Question.of(Arrays.stream(first).map(tests::predicted).toArray());
        progress.stage("Axioms of the network as it is");
        Outcome asItIs =
                AxiomCheck.run(task(workspace.classifier().network()), batch, question, AxiomReport.STEPS, progress);
        progress.stage("Axioms of the network without biases");
        Outcome without =
                AxiomCheck.run(task(effect.removal().network()), batch, question, AxiomReport.STEPS, progress);
        return new AxiomReport(effect, asItIs, without, first.length);
    }

    private HeatmapTask task(Network network) {
        return new HeatmapTask(
                engine,
                network,
                workspace.classifier().finalLayer(),
                inputRange(),
                workspace.has(Split.TRAIN) ? workspace.split(Split.TRAIN).inputs() : null,
                workspace.spec().seed());
    }

    /** What the box rule and views may assume of the input; absent for raw tensors without a preprocessing. */
    public HeatmapTask.@Nullable InputRange inputRange() {
        int channels = workspace.classifier().network().inputShape().dim(0);
        boolean raw = workspace.has(Split.TEST) ? workspace.isRaw(Split.TEST) : workspace.isRaw(Split.TRAIN);
        return InputRanges.of(workspace.spec().preprocessing(), channels, raw);
    }

    private <S extends Record> HeatmapExplainer explainer(HeatmapMethod<S> method, S settings) {
        synchronized (explainers) {
            Prepared key = new Prepared(method.id(), settings);
            HeatmapExplainer known = explainers.get(key);
            if (known == null) {
                known = method.prepare(task(workspace.classifier().network()), settings);
                explainers.put(key, known);
            }
            return known;
        }
    }

    private static Question part(Targets targets, int from, int to) {
        return new Question(
                Arrays.copyOfRange(targets.positive(), from, to), Arrays.copyOfRange(targets.negative(), from, to));
    }

    private static List<Conservation> badges(Heatmaps maps, HeatmapExplainer explainer) {
        List<String> leaks = explainer.leaks();
        return IntStream.range(0, maps.explained().length)
                .mapToObj(image -> Conservation.of(maps, image, leaks))
                .toList();
    }

    private static <S extends Record> SortedMap<String, String> values(HeatmapMethod<S> method, S settings) {
        return new TreeMap<>(SettingsSchema.of(method.settingsType()).format(settings));
    }

    @Override
    public void close() {
        synchronized (explainers) {
            explainers.values().forEach(HeatmapExplainer::close);
            explainers.clear();
        }
    }
}
