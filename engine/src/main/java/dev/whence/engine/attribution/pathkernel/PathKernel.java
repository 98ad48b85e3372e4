package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.store.GrowingResult;
import dev.whence.engine.store.KeepingProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
     * @param place of the result; an attempt that was stopped or killed is gone on with, if it was kept there, and gives
     *     the same bits
     * @return the result, to be closed; its folder stays
     * @throws BadInputException if the history is not one of the network
     * @throws WorkFailedException if the folder cannot be written to, or numbers are not finite
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    public Dynamics explain(
            Trajectory trajectory,
            ModelInputs tests,
            ExplainedOutputs outputs,
            PathKernelOptions options,
            List<String> classNames,
            GrowingResult place,
            Progress progress) {
        requireSameModel(trajectory, network, "The training history");
        DynamicsInfo info = new DynamicsInfo(
                trajectory.steps(),
                trajectory.images(),
                outputs,
                List.copyOf(network.parameters().keySet()),
                classNames,
                choices(trajectory, options));
        place.write((part, scratch, work) ->
                write(part, scratch, trajectory, tests, info, options, new KeepingProgress(progress, work)));
        return Dynamics.open(place.folder());
    }

    private static List<String> choices(Trajectory trajectory, PathKernelOptions options) {
        List<String> choices = new ArrayList<>(options.words());
        choices.addAll(trajectory.approximations());
        return choices;
    }

    /**
     * Finds what each single parameter did to the outputs of some images. Takes about as long as explaining all outputs
     * of the weighed images and one output of each other.
     *
     * @param images to find it for
     * @param weighed how many of them, the first ones, count for the importance of parameters; 0 if it is not wanted
     * @param place of the result; an attempt that was stopped or killed is gone on with, if it was kept there, and gives
     *     the same bits
     * @return the result, to be closed; its folder stays
     * @throws BadInputException if the history is not one of the network
     * @throws WorkFailedException if the folder cannot be written to
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    public ParameterKernels parameterKernels(
            Trajectory trajectory,
            ModelInputs images,
            int weighed,
            PathKernelOptions options,
            GrowingResult place,
            Progress progress) {
        requireSameModel(trajectory, network, "The training history");
        int classes = network.nodes().get(finalLayer).shape().dim(-1);
        int size = Math.toIntExact(network.parameterCount());
        place.write((part, scratch, work) -> {
            Progress keeping = new KeepingProgress(progress, work);
            try (PathNetwork path = new PathNetwork(engine, network, finalLayer, options.output());
                    RecordedUpdates updates = new RecordedUpdates(trajectory, scratch, keeping)) {
                new ParameterKernelPass(path, trajectory, updates, images, classes, options)
                        .write(weighed, part, keeping);
            }
            ParameterKernelsFiles.write(
                    part, new ParameterKernelsInfo(images.size(), weighed, size, choices(trajectory, options)));
        });
        return ParameterKernels.open(place.folder());
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

    private void write(
            Path part,
            Path scratch,
            Trajectory trajectory,
            ModelInputs tests,
            DynamicsInfo info,
            PathKernelOptions options,
            Progress progress) {
        CourseBuilder course = new CourseBuilder(trajectory, info.groups().size());
        try (PathNetwork path = new PathNetwork(engine, network, finalLayer, options.output());
                RecordedUpdates updates = new RecordedUpdates(trajectory, scratch, progress);
                UpdateCheck check = new UpdateCheck(trajectory, updates, scratch);
                DynamicsWriter writer = new DynamicsWriter(part, info, Dynamics.starts(course.batches()))) {
            new DynamicsPass(path, trajectory, tests, info.outputs(), options, updates, check)
                    .write(writer, course, progress);
        }
        DynamicsWriter.finish(part);
        DynamicsFiles.writeCourse(part, course.build());
        DynamicsFiles.writeInfo(part, info);
    }

    static void requireFinite(double sum, String place) {
        if (!Double.isFinite(sum)) {
            throw new WorkFailedException("The numbers of " + place
                    + " are not finite; the training diverged, or needs --precision float64.");
        }
    }
}
