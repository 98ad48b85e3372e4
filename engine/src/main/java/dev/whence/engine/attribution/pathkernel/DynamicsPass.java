package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
import java.util.Arrays;

/**
 * Explains as many numbers at a time as memory allows, from the last step to the first. The kernel is read off the recorded
 * updates; where the batches turn out not to explain these, it is what the batches do explain.
 */
final class DynamicsPass {

    /** A share of an update that rounding of recorded parameters seldom reaches, and only where hardly anything changes. */
    private static final double UNEXPLAINED = 1e-3;

    private final PathNetwork network;
    private final Trajectory trajectory;
    private final ModelInputs tests;
    private final ExplainedOutputs outputs;
    private final PathKernelOptions options;
    private final RecordedUpdates updates;
    private final UpdateCheck check;

    DynamicsPass(
            PathNetwork network,
            Trajectory trajectory,
            ModelInputs tests,
            ExplainedOutputs outputs,
            PathKernelOptions options,
            RecordedUpdates updates,
            UpdateCheck check) {
        this.network = network;
        this.trajectory = trajectory;
        this.tests = tests;
        this.outputs = outputs;
        this.options = options;
        this.updates = updates;
        this.check = check;
    }

    void write(DynamicsWriter writer, CourseBuilder course, Progress progress) {
        int most = options.numbersAtATime(network.layout().size());
        double[] errors = new double[0];
        for (int from = 0; from < outputs.size(); from += most) {
            int to = Math.min(outputs.size(), from + most);
            try (Scope scope = network.scope()) {
                TestOutputs numbers = new TestOutputs(network, scope, outputs, from, to, tests);
                PathGradient gradient = new PathGradient(numbers, options.quadrature(), options.closed());
                double[] initial = sweep(scope, numbers, gradient, from, writer, course, progress);
                writer.initial(from, initial);
                if (from == 0) {
                    errors = check.errors(progress);
                }
                if (Arrays.stream(errors).anyMatch(error -> error > UNEXPLAINED)) {
                    correct(scope, numbers, gradient, from, writer, progress);
                }
            }
        }
        course.end(network.norms(trajectory.parameters(trajectory.steps())), errors);
    }

    private double[] sweep(
            Scope scope,
            TestOutputs numbers,
            PathGradient gradient,
            int from,
            DynamicsWriter writer,
            CourseBuilder course,
            Progress progress) {
        BatchGradients batches = new BatchGradients(network, trajectory, outputs.classes());
        UpdateCheck receiver = from == 0 ? check : null;
        int groups = network.layout().names().size();
        DynamicsSink sink =
                new DynamicsSink(writer, course, receiver, from, numbers.size(), trajectory.steps(), groups);
        return new BackwardSweep(
                        network, trajectory, numbers, gradient, batches, updates, receiver, options.sample(), scope)
                .run("numbers_" + from, sink, progress);
    }

    /** Puts what the batches explain in the place of what was recorded; goes on where an earlier attempt was. */
    private void correct(
            Scope scope,
            TestOutputs numbers,
            PathGradient gradient,
            int from,
            DynamicsWriter writer,
            Progress progress) {
        int steps = trajectory.steps();
        TermMemory memory = check.memory();
        ExplainedSteps finished = new ExplainedSteps(writer, memory, from, numbers.size(), steps);
        StateKeeper keeper = progress.state("explained_" + from, steps);
        int start = finished.restore(keeper.kept(), progress);
        progress.stage("Updates that the batches do not explain");
        check.forwards(
                start,
                memory,
                (step, update, before, after) -> {
                    boolean asRecorded = update.error(before, after) <= UNEXPLAINED;
                    writer.explained(
                            from,
                            numbers.size(),
                            step,
                            asRecorded
                                    ? null
                                    : kernel(scope, numbers, gradient, step, update, before, after, progress));
                    keeper.keep(step + 1L, () -> finished.state(step + 1));
                    progress.update(step + 1L, steps, "steps");
                },
                progress);
    }

    private double[] kernel(
            Scope scope,
            TestOutputs numbers,
            PathGradient gradient,
            int step,
            StepUpdate update,
            float[] before,
            float[] after,
            Progress progress) {
        try (Scope work = scope.open()) {
            DeviceArray start = PathNetwork.upload(work, before);
            DeviceArray end = PathNetwork.upload(work, after);
            double[] difference = HostValues.minus(numbers.values(work, end), numbers.values(work, start));
            PathGradient.Average average = gradient.over(work, step, start, end, difference, progress);
            return update.along(work, network.layout(), average.gradient()).kernel();
        }
    }
}
