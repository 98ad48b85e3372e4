package dev.whence.engine.workspace;

import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.ExecutionSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything needed to open a classifier with its images.
 *
 * @param model the classifier's file
 * @param train the training images, absent where only the test images matter
 * @param test the test images, absent where only the training images matter
 * @param preprocessing from picture to network input
 * @param classNames names by class number; empty takes them from the data
 * @param layer name of the final linear layer; absent finds it
 * @param execution device, precision, threads
 * @param cache folder of stored results; absent stores nothing
 * @param seed of every random choice
 * @param checkpoints other states of the classifier for methods that combine several: files, and folders of files, in
 *     order
 */
public record WorkspaceSpec(
        Path model,
        @Nullable DataSource train,
        @Nullable DataSource test,
        Preprocessing preprocessing,
        List<String> classNames,
        @Nullable String layer,
        ExecutionSettings execution,
        @Nullable Path cache,
        long seed,
        List<Path> checkpoints) {

    public WorkspaceSpec {
        classNames = List.copyOf(classNames);
        checkpoints = List.copyOf(checkpoints);
    }

    /** A classifier of which only one state is known. */
    public WorkspaceSpec(
            Path model,
            @Nullable DataSource train,
            @Nullable DataSource test,
            Preprocessing preprocessing,
            List<String> classNames,
            @Nullable String layer,
            ExecutionSettings execution,
            @Nullable Path cache,
            long seed) {
        this(model, train, test, preprocessing, classNames, layer, execution, cache, seed, List.of());
    }

    /** The same with other states of the classifier. */
    public WorkspaceSpec withCheckpoints(List<Path> others) {
        return new WorkspaceSpec(model, train, test, preprocessing, classNames, layer, execution, cache, seed, others);
    }

    /** The same images with another model, whose final layer is found. */
    public WorkspaceSpec withModel(Path other) {
        return new WorkspaceSpec(other, train, test, preprocessing, classNames, null, execution, cache, seed);
    }

    /**
     * A place with images.
     *
     * @param path folder or file in one of the supported formats
     * @param tensors whether the file holds network input as it is ({@code .npz} with {@code input})
     * @param subset index ranges such as {@code 0-1999,2005}; absent takes all
     */
    public record DataSource(
            Path path, boolean tensors, @Nullable String subset) {}
}
