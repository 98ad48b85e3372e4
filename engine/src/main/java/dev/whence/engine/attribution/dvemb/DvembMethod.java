package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.gradient.GradientBlocks;
import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.TrainingHistory;
import dev.whence.engine.training.history.HistoryFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Data value embedding (Wang et al. 2025): what each training step on an image left of itself at the end. */
public final class DvembMethod implements AttributionMethod<DvembSettings> {

    @Override
    public String id() {
        return "dvemb";
    }

    @Override
    public String title() {
        return "Data value embedding";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "Follows a recorded training backwards: what each step on an image did to the explained number, and how much of"
                + " it later steps have undone (Wang et al. 2025).";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that training on the image lowered the explained number by 1 at the end, later steps included.";
    }

    @Override
    public Class<DvembSettings> settingsType() {
        return DvembSettings.class;
    }

    @Override
    public String fingerprint(DvembSettings settings) {
        return HistoryFolder.fingerprint(folder(settings));
    }

    @Override
    public Attributor fit(AttributionTask task, DvembSettings settings, Progress progress) {
        Recording recording = recording(task, folder(settings));
        Map<String, String> facts = facts(folder(settings));
        return settings.projection() == DvembProjection.NONE
                ? new ExactAttributor(task, settings, recording, facts)
                : EmbeddingAttributor.fit(task, settings, recording, map(task, settings), facts, progress);
    }

    @Override
    public Attributor restore(AttributionTask task, DvembSettings settings, Map<String, Tensor> state) {
        Map<String, String> facts = facts(folder(settings));
        return settings.projection() == DvembProjection.NONE
                ? new ExactAttributor(task, settings, recording(task, folder(settings)), facts)
                : EmbeddingAttributor.restore(task, settings, map(task, settings), state, facts);
    }

    private static Path folder(DvembSettings settings) {
        if (settings.history().isBlank()) {
            throw new BadInputException("Data value embedding needs the course of the training;"
                    + " give the folder of a training history as --set history=FOLDER.");
        }
        return HistoryFolder.named(settings.history());
    }

    private static Recording recording(AttributionTask task, Path folder) {
        return new Recording() {
            @Override
            public <T> T with(Function<RecordedSteps, T> reader) {
                try (TrainingHistory history = HistoryFolder.open(folder)) {
                    return reader.apply(new HistorySteps(history, task.train().size()));
                }
            }
        };
    }

    private static Map<String, String> facts(Path folder) {
        Map<String, String> facts = new LinkedHashMap<>();
        try (TrainingHistory history = HistoryFolder.open(folder)) {
            facts.put("Training steps", Integer.toString(history.steps()));
            int stored = history.states().length;
            if (stored <= history.steps()) {
                facts.put("Stored states", stored + ", each standing for the steps up to the next");
            }
            Optimizer optimizer = history.description().optimizer();
            if (!(optimizer instanceof Optimizer.Sgd)) {
                facts.put("Optimiser", OptimizerText.format(optimizer) + ", treated as plain gradient descent");
            }
        }
        return facts;
    }

    private static Function<GradientBlocks, FeatureMap> map(AttributionTask task, DvembSettings settings) {
        Projection.Kind normal = Projection.Kind.NORMAL;
        int dimensions = settings.dimensions();
        int side = Math.max(1, (int) Math.sqrt(dimensions));
        return blocks -> switch (settings.projection()) {
            case NONE -> throw new IllegalStateException("nothing is projected");
            case WHOLE ->
                FeatureMaps.whole(
                        blocks.layout(),
                        Projection.of(
                                task.requiredEngine(), normal, blocks.layout().size(), dimensions, task.seed()));
            case KRONECKER ->
                FeatureMaps.kronecker(new LayerProjections(LayerProjections.drawn(
                        task.requiredEngine(),
                        new LayerProjections.Plan(normal, side, Projection.Kind.NONE, dimensions),
                        task.seed())));
            case ELEMENTWISE ->
                FeatureMaps.elementwise(
                        LayerProjections.full(task.requiredEngine(), normal, dimensions, task.seed()), dimensions);
        };
    }
}
