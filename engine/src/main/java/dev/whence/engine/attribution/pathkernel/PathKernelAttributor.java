package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.QueryTimeAttributor;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.TrainingHistory;
import dev.whence.engine.training.history.HistoryFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows the training backwards for each group of questions; nothing is prepared. */
final class PathKernelAttributor extends QueryTimeAttributor {

    private final AttributionTask task;
    private final PathKernelSettings settings;
    private final Path folder;
    private final Map<String, String> facts = new LinkedHashMap<>();

    PathKernelAttributor(AttributionTask task, PathKernelSettings settings, Path folder) {
        this.task = task;
        this.settings = settings;
        this.folder = folder;
        try (TrainingHistory history = HistoryFolder.open(folder)) {
            Trajectory trajectory = trajectory(history);
            facts.put("Training steps", Integer.toString(trajectory.steps()));
            facts.put("Quadrature", String.join(", ", settings.options().words()));
            List<String> approximations = trajectory.approximations();
            if (!approximations.isEmpty()) {
                facts.put("Approximations", String.join(", ", approximations));
            }
        }
    }

    private Trajectory trajectory(TrainingHistory history) {
        HistoryTrajectory trajectory =
                new HistoryTrajectory(history, task.train().inputs(), settings.checkpoints());
        PathKernel.requireSameModel(trajectory, task.network(), "The training history in " + folder);
        return trajectory;
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        int n = task.train().size();
        float[] scores = new float[Math.multiplyExact(tests.size(), n)];
        inGroups(tests, targets, progress, (from, sums) -> {
            for (int i = 0; i < sums.length; i++) {
                scores[from * n + i] = (float) sums[i];
            }
        });
        return Tensor.of(scores, tests.size(), n);
    }

    /** Every training image is a question to the whole training. */
    @Override
    public Tensor selfInfluence(Progress progress) {
        int n = task.train().size();
        float[] own = new float[n];
        Targets labels = Targets.resolve(new Target.Label(), task.train());
        inGroups(task.train(), labels, progress, (from, sums) -> {
            for (int j = 0; j < sums.length / n; j++) {
                own[from + j] = (float) sums[j * n + from + j];
            }
        });
        return Tensor.of(own, n);
    }

    /** Receives the contributions to the numbers from one on, {@code [numbers, images]}. */
    private interface Group {
        void accept(int from, double[] sums);
    }

    private void inGroups(Representations tests, Targets targets, Progress progress, Group group) {
        PathKernelOptions options = settings.options();
        try (TrainingHistory history = HistoryFolder.open(folder);
                PathNetwork path =
                        new PathNetwork(task.requiredEngine(), task.network(), task.finalLayer(), options.output())) {
            Trajectory trajectory = trajectory(history);
            ExplainedOutputs outputs = ExplainedOutputs.of(targets, task.classes());
            BatchGradients batches = new BatchGradients(path, trajectory, task.classes());
            int most = options.numbersAtATime(path.layout().size());
            for (int from = 0; from < outputs.size(); from += most) {
                int to = Math.min(outputs.size(), from + most);
                try (Scope scope = path.scope()) {
                    TestOutputs numbers = new TestOutputs(path, scope, outputs, from, to, tests.inputs());
                    PathGradient gradient = new PathGradient(numbers, options.quadrature(), options.closed());
                    ContributionSums sums = new ContributionSums(trajectory, to - from);
                    new BackwardSweep(path, trajectory, numbers, gradient, batches, null, null, options.sample(), scope)
                            .run("answers_" + from, sums, progress);
                    requireFinite(sums.sums());
                    group.accept(from, sums.sums());
                }
            }
        }
    }

    private static void requireFinite(double[] sums) {
        for (double sum : sums) {
            PathKernel.requireFinite(sum, "the training");
        }
    }

    @Override
    public Map<String, String> facts() {
        return Map.copyOf(facts);
    }
}
