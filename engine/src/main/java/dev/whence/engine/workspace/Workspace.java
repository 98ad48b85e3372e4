package dev.whence.engine.workspace;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Classifier;
import java.util.List;

/** A classifier opened with its images. Thread-safe; heavy results are computed once and shared. */
public interface Workspace extends AutoCloseable {

    @SuppressWarnings("DoNotCallSuggester")
    static Workspace open(WorkspaceSpec spec, Progress progress) {
        throw new WorkFailedException("not wired yet: " + spec.model());
    }

    WorkspaceSpec spec();

    Classifier classifier();

    /** Class names by number. */
    List<String> classNames();

    boolean has(Split split);

    /** The readable images of a split. */
    ImageDataset images(Split split);

    Representations representations(Split split, Progress progress);

    <S extends Record> Attributor attributor(AttributionMethod<S> method, S settings, Progress progress);

    <S extends Record> Explanation explain(
            AttributionMethod<S> method, S settings, int testIndex, Target target, Progress progress);

    @Override
    void close();
}
