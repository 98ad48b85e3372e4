package dev.whence.engine.workspace;

import dev.whence.engine.BadInputException;
import dev.whence.engine.EngineVersion;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.WorkSize;
import dev.whence.engine.data.DatasetScan.Unreadable;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.data.Picture;
import dev.whence.engine.data.PreprocessedImages;
import dev.whence.engine.data.PreprocessingJson;
import dev.whence.engine.data.SelectedInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.FeaturePass;
import dev.whence.engine.exec.HostMemory;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.Network;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.store.Artifact;
import dev.whence.engine.store.ArtifactKey;
import dev.whence.engine.store.ArtifactStore;
import dev.whence.engine.store.KeepingProgress;
import dev.whence.engine.store.UnfinishedWork;
import dev.whence.engine.tensor.Tensor;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The one implementation of {@link Workspace}. */
final class OpenedWorkspace implements Workspace {

    private final WorkspaceSpec spec;
    private final Classifier classifier;
    private final Checkpoints checkpoints;
    private final List<String> classNames;
    private final List<String> notes;
    private final Map<Split, SplitImages> splits;
    private final ExecutionEngine engine;
    private final ArtifactStore store;
    private final HeatmapService heatmaps;
    private final DynamicsService dynamics;
    /** Guards the engine's long work: two callers who want the same result compute it once. */
    private final Object work = new Object();

    /** What is known is handed out without waiting for work on something else. */
    private final Map<Split, Representations> representations = new ConcurrentHashMap<>();

    private final Map<ArtifactKey, Attributor> attributors = new ConcurrentHashMap<>();

    private final CallsUnderWay calls = new CallsUnderWay();

    OpenedWorkspace(
            WorkspaceSpec spec,
            Classifier classifier,
            Checkpoints checkpoints,
            List<String> classNames,
            List<String> notes,
            Map<Split, SplitImages> splits,
            ExecutionEngine engine) {
        this.spec = spec;
        this.classifier = classifier;
        this.checkpoints = checkpoints;
        this.classNames = List.copyOf(classNames);
        this.notes = List.copyOf(notes);
        this.splits = new EnumMap<>(splits);
        this.engine = engine;
        this.store = ArtifactStore.open(spec.cache());
        this.heatmaps = new HeatmapService(this, engine, store);
        this.dynamics = new DynamicsService(this, engine);
    }

    @Override
    public WorkspaceSpec spec() {
        return spec;
    }

    @Override
    public Classifier classifier() {
        return classifier;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public List<String> checkpoints() {
        return checkpoints.names();
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public String device() {
        return engine.deviceName();
    }

    @Override
    public boolean has(Split split) {
        return splits.containsKey(split);
    }

    @Override
    public ImageDataset images(Split split) {
        return split(split).images();
    }

    @Override
    public Picture seen(Split split, int index) {
        SplitImages images = split(split);
        return images.inputs() instanceof PreprocessedImages preprocessed
                ? preprocessed.seen(index)
                : images.images().picture(index);
    }

    @Override
    public List<Unreadable> unreadable(Split split) {
        return split(split).unreadable();
    }

    @Override
    public Representations representations(Split split, Progress progress) {
        SplitImages images = split(split);
        Representations ready = representations.get(split);
        return ready != null ? ready : calls.during(() -> represented(split, images, progress));
    }

    private Representations represented(Split split, SplitImages images, Progress progress) {
        synchronized (work) {
            Representations known = representations.get(split);
            if (known == null) {
                progress.checkCancelled();
                known = compute(split, images, progress);
                representations.put(split, known);
            }
            return known;
        }
    }

    @Override
    public Representations glance(Split split, int[] images, Progress progress) {
        ModelInputs inputs = new SelectedInputs(split(split).inputs(), images);
        return calls.during(() -> {
            synchronized (work) {
                try (NetworkRunner runner = engine.load(classifier.network())) {
                    FeaturePass.Result result = new FeaturePass(runner, classifier).run(inputs, progress);
                    Tensor labels = split(split).labels().take(images);
                    return new Representations(inputs, labels, result.features(), result.logits());
                }
            }
        });
    }

    @Override
    public <S extends Record> MemoryForecast forecast(AttributionMethod<S> method, S settings) {
        Network network = classifier.network();
        long parameters = method.parameters(settings, network, classifier.finalLayer()).stream()
                .mapToLong(name -> network.tensor(name).size())
                .sum();
        WorkSize size = new WorkSize(
                has(Split.TRAIN) ? images(Split.TRAIN).size() : 0,
                1,
                parameters,
                network.nodes().get(classifier.featureNode()).shape().size(),
                spec.execution().precision() == Precision.FLOAT64 ? 8 : 4);
        return new MemoryForecast(method.memoryBytes(size, settings), HostMemory.available());
    }

    @Override
    public <S extends Record> Attributor attributor(AttributionMethod<S> method, S settings, Progress progress) {
        return calls.during(() -> prepared(method, settings, progress));
    }

    private <S extends Record> Attributor prepared(AttributionMethod<S> method, S settings, Progress progress) {
        SortedMap<String, String> values =
                new TreeMap<>(SettingsSchema.of(method.settingsType()).format(settings));
        if (method.usesCheckpoints() && checkpoints.size() > 1) {
            values.put("checkpoints", checkpoints.identity());
        }
        String files = method.fingerprint(settings);
        if (!files.isEmpty()) {
            values.put("files", files);
        }
        ArtifactKey key = key(split(Split.TRAIN), method.id(), method.version(), values);
        Attributor ready = attributors.get(key);
        if (ready != null) {
            return ready;
        }
        synchronized (work) {
            Attributor known = attributors.get(key);
            if (known == null) {
                Representations train = representations(Split.TRAIN, progress);
                Attributor prepared = restoreOrFit(method, settings, task(method, train), key, progress);
                known = method.answersAtOnce()
                        ? prepared
                        : new KeptAttributor(
                                prepared, store, key, classifier.network().parameterCount(), 8);
                attributors.put(key, known);
            }
            return known;
        }
    }

    @Override
    public <S extends Record> Explanation explain(
            AttributionMethod<S> method,
            S settings,
            int[] tests,
            Target target,
            Consumer<Explanation> soFar,
            Progress progress) {
        return calls.during(() -> new Explainer<>(this, method, settings, progress).explain(tests, target, soFar));
    }

    @Override
    public <S extends Record> TrainingEffect effect(
            AttributionMethod<S> method, S settings, int train, Target target, Progress progress) {
        return calls.during(() -> new Explainer<>(this, method, settings, progress).effect(train, target));
    }

    @Override
    public HeatmapService heatmaps() {
        return heatmaps;
    }

    @Override
    public DynamicsService dynamics() {
        return dynamics;
    }

    @Override
    public ModelInputs inputs(Split split) {
        return split(split).inputs();
    }

    @Override
    public void close() {
        calls.end(() -> {
            heatmaps.close();
            dynamics.close();
            engine.close();
        });
    }

    CallsUnderWay calls() {
        return calls;
    }

    /** What a method is prepared on. */
    AttributionTask task(AttributionMethod<?> method, Representations train) {
        return new AttributionTask(
                method.usesCheckpoints() ? checkpoints.networks() : List.of(classifier.network()),
                classifier.finalLayer(),
                train,
                spec.seed(),
                engine);
    }

    SplitImages split(Split split) {
        SplitImages found = splits.get(split);
        if (found == null) {
            throw new BadInputException(
                    "No " + (split == Split.TRAIN ? "training" : "test") + " images were opened; name them to go on.");
        }
        return found;
    }

    /** Whether a split's images are network input as it is. */
    boolean isRaw(Split split) {
        return !(split(split).inputs() instanceof PreprocessedImages);
    }

    String layerName() {
        return classifier.network().nodes().get(classifier.finalLayer()).name();
    }

    private Representations compute(Split split, SplitImages images, Progress progress) {
        ArtifactKey key = key(images, "representations", "1", new TreeMap<>());
        Optional<Artifact> stored = store.find(key);
        Tensor features;
        Tensor logits;
        if (stored.isPresent()) {
            features = member(stored.get(), "features");
            logits = member(stored.get(), "logits");
        } else {
            progress.stage("Features of the " + (split == Split.TRAIN ? "training" : "test") + " images");
            UnfinishedWork unfinished = store.unfinished(key);
            try (NetworkRunner runner = engine.load(classifier.network())) {
                FeaturePass.Result result = new FeaturePass(runner, classifier)
                        .run(
                                images.inputs(),
                                unfinished.rows("images", images.inputs().size()),
                                progress);
                features = result.features();
                logits = result.logits();
            }
            store.put(key, new Artifact(Map.of("features", features, "logits", logits), Map.of("device", device())));
            unfinished.discard();
        }
        return new Representations(images.inputs(), images.labels(), features, logits);
    }

    private <S extends Record> Attributor restoreOrFit(
            AttributionMethod<S> method, S settings, AttributionTask task, ArtifactKey key, Progress progress) {
        Optional<Artifact> stored = store.find(key);
        if (stored.isPresent()) {
            return method.restore(task, settings, stored.get().arrays());
        }
        progress.stage("Preparing " + method.title());
        UnfinishedWork work = store.unfinished(key);
        Attributor fitted = method.fit(task, settings, new KeepingProgress(progress, work));
        store.put(key, new Artifact(fitted.state(), Map.of("device", device())));
        work.discard();
        return fitted;
    }

    private static Tensor member(Artifact artifact, String name) {
        Tensor found = artifact.arrays().get(name);
        if (found == null) {
            throw new IllegalStateException("stored result lacks " + name);
        }
        return found;
    }

    ArtifactKey key(SplitImages images, String method, String version, SortedMap<String, String> settings) {
        return new ArtifactKey(
                classifier.sha256(),
                images.manifestHash(),
                PreprocessingJson.format(spec.preprocessing()),
                layerName(),
                method,
                version,
                settings,
                spec.seed(),
                EngineVersion.get(),
                spec.execution().precision().name().toLowerCase(Locale.ROOT));
    }
}
