package dev.whence.engine.workspace;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.DatasetScan.Unreadable;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.data.Picture;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Classifier;
import java.util.List;
import java.util.function.Consumer;

/**
 * A classifier opened with its images. Thread-safe; heavy results are computed once, shared, and stored by everything they
 * depend on.
 */
public interface Workspace extends AutoCloseable {

    /**
     * Opens and checks everything: reads the model, looks at each image once, compares the layer graph with the file's own
     * forward pass.
     *
     * @throws dev.whence.engine.WhenceException if something cannot be used, saying what, where and what to do
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    static Workspace open(WorkspaceSpec spec, Progress progress) {
        return WorkspaceOpener.open(spec, progress);
    }

    WorkspaceSpec spec();

    Classifier classifier();

    /** The states of the classifier that methods may combine, by file name in order; the one explained is the last. */
    List<String> checkpoints();

    /**
     * What a person should know about the checkpoints when using a method: that it looks at the last one only. Empty if
     * there is nothing to say.
     */
    default String checkpointNote(AttributionMethod<?> method) {
        int others = checkpoints().size() - 1;
        if (others < 1 || method.usesCheckpoints()) {
            return "";
        }
        return method.title() + " looks at one state of the classifier only, so the "
                + (others == 1 ? "other checkpoint is" : others + " other checkpoints are") + " not used.";
    }

    /** Class names by number, one for each output of the network. */
    List<String> classNames();

    /** Remarks in full sentences on the model and the data. */
    List<String> notes();

    /** Where the work is done: {@code cpu} or {@code gpu:N}. */
    String device();

    boolean has(Split split);

    /**
     * The readable images of a split.
     *
     * @throws dev.whence.engine.BadInputException if the split was not opened
     */
    ImageDataset images(Split split);

    /**
     * What the network sees of one image: resized and cropped, so that a heatmap lies on it pixel by pixel. The stored
     * picture if the network's input is a file of tensors.
     */
    Picture seen(Split split, int index);

    /** The images of a split that were left out, with the reason for each. */
    List<Unreadable> unreadable(Split split);

    /** What the network makes of the images of a split. */
    Representations representations(Split split, Progress progress);

    /**
     * What the network makes of a few images of a split, computed anew and not stored: a first look.
     *
     * @param images positions among the readable images
     */
    Representations glance(Split split, int[] images, Progress progress);

    /**
     * How much memory a run would take; known without running anything.
     *
     * @throws dev.whence.engine.BadInputException if a setting does not suit the classifier
     */
    <S extends Record> MemoryForecast forecast(AttributionMethod<S> method, S settings);

    /** A method prepared on the training images. */
    <S extends Record> Attributor attributor(AttributionMethod<S> method, S settings, Progress progress);

    /**
     * Explains one decision.
     *
     * @param testIndex position among the readable test images
     * @throws dev.whence.engine.WhenceException if the target does not exist or the method fails
     */
    default <S extends Record> Explanation explain(
            AttributionMethod<S> method, S settings, int testIndex, Target target, Progress progress) {
        return explain(method, settings, new int[] {testIndex}, target, part -> {}, progress);
    }

    /**
     * Explains several decisions together: the scores of a training image are summed over them.
     *
     * @param tests positions among the readable test images, at least one
     * @param soFar is shown the ranking of the training images scored so far, now and then, on the calling thread; never
     *     called for methods whose scores are only known when all are
     * @throws dev.whence.engine.WhenceException if the target does not exist or the method fails
     */
    <S extends Record> Explanation explain(
            AttributionMethod<S> method,
            S settings,
            int[] tests,
            Target target,
            Consumer<Explanation> soFar,
            Progress progress);

    /**
     * Finds out what one training image does to the decisions on all test images.
     *
     * @param train position among the readable training images
     * @throws dev.whence.engine.WhenceException if the target does not exist or the method fails
     */
    <S extends Record> TrainingEffect effect(
            AttributionMethod<S> method, S settings, int train, Target target, Progress progress);

    /** Heatmaps on these images. */
    HeatmapService heatmaps();

    /** Explanations by the training that led to a decision. */
    DynamicsService dynamics();

    /** The images of a split as the network's input. */
    ModelInputs inputs(Split split);

    /** Frees the native memory. Results that were handed out stay valid. */
    @Override
    void close();
}
