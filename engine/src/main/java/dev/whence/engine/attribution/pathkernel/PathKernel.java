package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.store.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Explains numbers of a trained network by its training history. */
public final class PathKernel {

    private final ExecutionEngine engine;
    private final Network network;
    private final int finalLayer;

    /**
     * @param network the layers that were trained; their weights are taken from the history
     * @param finalLayer position of the layer whose values are the logits
     */
    public PathKernel(ExecutionEngine engine, Network network, int finalLayer) {
        this.engine = engine;
        this.network = network;
        this.finalLayer = finalLayer;
    }

    /**
     * Explains.
     *
     * @param tests the test images that the outputs count in
     * @param classNames by class, for display
     * @param folder of the result; appears whole or not at all
     * @return the result, to be closed; the folder stays
     * @throws BadInputException if the history is not one of the network
     * @throws WorkFailedException if the folder cannot be written to, or numbers are not finite
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    public Dynamics explain(
            Trajectory trajectory,
            ModelInputs tests,
            ExplainedOutputs outputs,
            PathKernelOptions options,
            List<String> classNames,
            Path folder,
            Progress progress) {
        requireSameModel(trajectory, network, "The training history");
        whole(folder, part -> write(part, trajectory, tests, outputs, options, classNames, progress));
        return Dynamics.open(folder);
    }

    /**
     * Finds what each single parameter did to the outputs of some images. Takes about as long as explaining all outputs
     * of the weighed images and one output of each other.
     *
     * @param images to find it for
     * @param weighed how many of them, the first ones, count for the importance of parameters; 0 if it is not wanted
     * @param folder of the result; appears whole or not at all
     * @return the result, to be closed; the folder stays
     * @throws BadInputException if the history is not one of the network
     * @throws WorkFailedException if the folder cannot be written to
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    public ParameterKernels parameterKernels(
            Trajectory trajectory,
            ModelInputs images,
            int weighed,
            PathKernelOptions options,
            Path folder,
            Progress progress) {
        requireSameModel(trajectory, network, "The training history");
        int classes = network.nodes().get(finalLayer).shape().dim(-1);
        List<String> choices = new ArrayList<>(options.words());
        choices.addAll(trajectory.approximations());
        whole(folder, part -> {
            try (PathNetwork path = new PathNetwork(engine, network, finalLayer, options.output());
                    UpdateReplay replay = new UpdateReplay(
                            path, trajectory, new BatchGradients(path, trajectory, classes), part, progress)) {
                new ParameterKernelPass(path, trajectory, replay, images, classes, options)
                        .write(weighed, part, progress);
            }
            int size = Math.toIntExact(network.parameterCount());
            ParameterKernelsFiles.write(part, new ParameterKernelsInfo(images.size(), weighed, size, choices));
        });
        return ParameterKernels.open(folder);
    }

    /**
     * Checks that a history may be one of a network.
     *
     * @param history what the sentence calls it
     */
    static void requireSameModel(Trajectory trajectory, Network network, String history) {
        int recorded = trajectory.parameters(0).length;
        if (recorded != network.parameterCount()) {
            throw new BadInputException(history + " has " + recorded + " parameters and the model "
                    + network.parameterCount() + "; give the model that was trained.");
        }
    }

    /** Fills a folder that appears only when everything is in it. */
    private static void whole(Path folder, Consumer<Path> filling) {
        Path part = folder.toAbsolutePath().resolveSibling(Leftovers.PART_FOLDER + UUID.randomUUID());
        try {
            Files.createDirectories(part);
            filling.accept(part);
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new WorkFailedException(
                    "Cannot write the dynamics to " + folder + "; choose a new folder on a disk with free space.", e);
        } finally {
            Leftovers.delete(part);
        }
    }

    private void write(
            Path part,
            Trajectory trajectory,
            ModelInputs tests,
            ExplainedOutputs outputs,
            PathKernelOptions options,
            List<String> classNames,
            Progress progress) {
        List<String> choices = new ArrayList<>(options.words());
        choices.addAll(trajectory.approximations());
        DynamicsInfo info = new DynamicsInfo(
                trajectory.steps(),
                trajectory.images(),
                outputs,
                List.copyOf(network.parameters().keySet()),
                classNames,
                choices);
        CourseBuilder course = new CourseBuilder(trajectory, info.groups().size());
        try (PathNetwork path = new PathNetwork(engine, network, finalLayer, options.output());
                DynamicsWriter writer = new DynamicsWriter(part, info, Dynamics.starts(course.batches()))) {
            BatchGradients batches = new BatchGradients(path, trajectory, outputs.classes());
            try (UpdateReplay replay = new UpdateReplay(path, trajectory, batches, part, progress)) {
                int most = options.numbersAtATime(path.layout().size());
                for (int from = 0; from < outputs.size(); from += most) {
                    int to = Math.min(outputs.size(), from + most);
                    sweep(
                            path,
                            trajectory,
                            tests,
                            outputs,
                            from,
                            to,
                            options,
                            batches,
                            replay,
                            writer,
                            course,
                            progress);
                }
            }
            course.end(path.norms(trajectory.parameters(trajectory.steps())));
        }
        DynamicsFiles.writeCourse(part, course.build());
        DynamicsFiles.writeInfo(part, info);
    }

    private void sweep(
            PathNetwork path,
            Trajectory trajectory,
            ModelInputs tests,
            ExplainedOutputs outputs,
            int from,
            int to,
            PathKernelOptions options,
            BatchGradients batches,
            UpdateReplay replay,
            DynamicsWriter writer,
            CourseBuilder course,
            Progress progress) {
        try (Scope scope = path.scope()) {
            TestOutputs numbers = new TestOutputs(path, scope, outputs, from, to, tests);
            PathGradient gradient = new PathGradient(numbers, options.quadrature(), options.closed());
            double[] initial = new BackwardSweep(
                            path, trajectory, numbers, gradient, batches, replay, options.sample(), scope)
                    .run(
                            "numbers_" + from,
                            step -> {
                                requireFinite(
                                        Arrays.stream(step.kernel()).sum()
                                                + Arrays.stream(step.after()).sum(),
                                        "step " + step.step());
                                writer.step(from, to - from, step);
                                course.step(step);
                            },
                            progress);
            writer.initial(from, initial);
        }
    }

    static void requireFinite(double sum, String place) {
        if (!Double.isFinite(sum)) {
            throw new WorkFailedException("The numbers of " + place
                    + " are not finite; the training diverged, or needs --precision float64.");
        }
    }

    /** Collects what belongs to the training itself. */
    private static final class CourseBuilder {

        private final Trajectory trajectory;
        private final int[][] batches;
        private final double[][] norms;
        private final double[] updateError;
        private final int[] points;

        CourseBuilder(Trajectory trajectory, int groups) {
            this.trajectory = trajectory;
            int steps = trajectory.steps();
            batches = IntStream.range(0, steps).mapToObj(trajectory::batch).toArray(int[][]::new);
            norms = new double[groups][steps + 1];
            updateError = new double[steps];
            points = new int[steps];
        }

        int[][] batches() {
            return batches;
        }

        void step(StepParts parts) {
            updateError[parts.step()] = parts.updateError();
            points[parts.step()] = Math.max(points[parts.step()], parts.points());
            put(parts.step(), parts.parameterNorms());
        }

        void end(double[] parameterNorms) {
            put(batches.length, parameterNorms);
        }

        private void put(int state, double[] own) {
            for (int g = 0; g < own.length; g++) {
                norms[g][state] = own[g];
            }
        }

        TrainingCourse build() {
            int[] labels = new int[trajectory.images()];
            Arrays.fill(labels, -1);
            for (int s = 0; s < batches.length; s++) {
                int[] own = trajectory.labels(s);
                for (int i = 0; i < own.length; i++) {
                    labels[batches[s][i]] = own[i];
                }
            }
            IntStream all = IntStream.range(0, batches.length);
            double[] rates = all.mapToDouble(trajectory::learningRate).toArray();
            double[] losses = IntStream.range(0, batches.length)
                    .mapToDouble(trajectory::loss)
                    .toArray();
            double[] accuracies = IntStream.range(0, batches.length)
                    .mapToDouble(trajectory::accuracy)
                    .toArray();
            return new TrainingCourse(batches, labels, rates, losses, accuracies, norms, updateError, points);
        }
    }
}
