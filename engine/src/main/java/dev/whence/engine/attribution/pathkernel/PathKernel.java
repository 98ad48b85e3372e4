package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.store.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

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
                    RecordedUpdates updates = new RecordedUpdates(trajectory, part, progress)) {
                new ParameterKernelPass(path, trajectory, updates, images, classes, options)
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
                RecordedUpdates updates = new RecordedUpdates(trajectory, part, progress);
                UpdateCheck check = new UpdateCheck(trajectory, updates, part);
                DynamicsWriter writer = new DynamicsWriter(part, info, Dynamics.starts(course.batches()))) {
            new DynamicsPass(path, trajectory, tests, outputs, options, updates, check).write(writer, course, progress);
        }
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
