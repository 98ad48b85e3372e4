package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
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
        return new BackwardSweep(
                        network, trajectory, numbers, gradient, batches, updates, receiver, options.sample(), scope)
                .run(
                        "numbers_" + from,
                        step -> {
                            PathKernel.requireFinite(
                                    Arrays.stream(step.kernel()).sum()
                                            + Arrays.stream(step.after()).sum(),
                                    "step " + step.step());
                            writer.step(from, numbers.size(), step);
                            course.step(step);
                        },
                        progress);
    }

    /** Puts what the batches explain in the place of what was recorded. */
    private void correct(
            Scope scope,
            TestOutputs numbers,
            PathGradient gradient,
            int from,
            DynamicsWriter writer,
            Progress progress) {
        progress.stage("Updates that the batches do not explain");
        check.forwards(
                (step, update, before, after) -> {
                    if (update.error(before, after) <= UNEXPLAINED) {
                        return;
                    }
                    try (Scope work = scope.open()) {
                        DeviceArray start = PathNetwork.upload(work, before);
                        DeviceArray end = PathNetwork.upload(work, after);
                        double[] difference = HostValues.minus(numbers.values(work, end), numbers.values(work, start));
                        PathGradient.Average average = gradient.over(work, step, start, end, difference, progress);
                        writer.kernel(
                                from,
                                numbers.size(),
                                step,
                                update.along(work, network.layout(), average.gradient())
                                        .kernel());
                    }
                },
                progress);
    }
}
