package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.attribution.gradient.QueryTimeAttributor;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.GradientFactors;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.ParameterSelection;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Follows the training backwards with each question's gradients: exact, nothing is prepared. */
final class ExactAttributor extends QueryTimeAttributor {

    /** Vectors that are carried at a time, in bytes. */
    private static final long CARRIED_BYTES = 512L << 20;

    private final AttributionTask task;
    private final DvembSettings settings;
    private final Recording recording;
    private final Map<String, String> facts;

    ExactAttributor(AttributionTask task, DvembSettings settings, Recording recording, Map<String, String> facts) {
        this.task = task;
        this.settings = settings;
        this.recording = recording;
        this.facts = facts;
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        return recording.with(steps -> {
            float[] scores =
                    new float[Math.multiplyExact(tests.size(), task.train().size())];
            int[] at = {0};
            inGroups(tests, targets, steps, progress, group -> {
                Tensor narrowed = group.toFloat32();
                System.arraycopy(narrowed.floats(), 0, scores, at[0], narrowed.size());
                at[0] += narrowed.size();
            });
            return Tensor.of(scores, tests.size(), task.train().size());
        });
    }

    /** Every training image is a question to the whole training; a projection answers all of them in one passage. */
    @Override
    public Tensor selfInfluence(Progress progress) {
        return recording.with(steps -> {
            int n = task.train().size();
            float[] own = new float[n];
            int[] at = {0};
            Targets labels = Targets.resolve(new Target.Label(), task.train());
            inGroups(task.train(), labels, steps, progress, group -> {
                for (int j = 0; j < group.shape().dim(0); j++) {
                    own[at[0]] = (float) group.get(j * n + at[0]);
                    at[0]++;
                }
            });
            return Tensor.of(own, n);
        });
    }

    private void inGroups(
            Representations tests, Targets targets, RecordedSteps steps, Progress progress, Consumer<Tensor> receiver) {
        List<String> chosen = ParameterSelection.parse(settings.parameters(), task.network());
        try (NetworkRunner runner = task.requiredEngine().load(task.network())) {
            GradientFactors factors = new GradientFactors(runner, task.finalLayer(), chosen);
            int group = (int) Math.max(1, CARRIED_BYTES / (8L * factors.layout().size()));
            for (int from = 0; from < tests.size(); from += group) {
                int to = Math.min(tests.size(), from + group);
                int[] part = IntStream.range(from, to).toArray();
                Targets asked = new Targets(
                        IntStream.of(part).map(i -> targets.positive()[i]).toArray(),
                        IntStream.of(part).map(i -> targets.negative()[i]).toArray());
                receiver.accept(
                        swept("questions_" + from, tests.select(part), asked, steps, runner, factors, progress));
            }
        }
    }

    private Tensor swept(
            String name,
            Representations tests,
            Targets targets,
            RecordedSteps steps,
            NetworkRunner runner,
            GradientFactors factors,
            Progress progress) {
        try (Scope scope = task.requiredEngine().scope();
                GradientRows gradients = new GradientRows(
                        task.requiredEngine(),
                        task.network(),
                        task.finalLayer(),
                        factors.layout().names())) {
            progress.stage("Gradients of the test images");
            DeviceArray vectors = gradients.tests(scope, settings.function(), tests, targets, progress);
            ExactSweep sweep =
                    new ExactSweep(steps, factors, scope, vectors, task.train().size(), settings.epoch());
            progress.stage("Following the training backwards");
            new BackwardSweep(task, steps, runner, factors).run(scope, name, progress, sweep, sweep::take);
            Tensor scores = sweep.scores();
            for (double score : scores.doubles()) {
                GradientRows.requireFinite(score, "the scores along the training");
            }
            return scores;
        }
    }

    @Override
    public Map<String, String> facts() {
        return facts;
    }
}
