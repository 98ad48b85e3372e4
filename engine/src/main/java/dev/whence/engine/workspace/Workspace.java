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
public final class Workspace implements AutoCloseable {

    private Workspace() {}

    public static Workspace open(WorkspaceSpec spec, Progress progress) {
        throw new WorkFailedException("not wired yet");
    }

    public WorkspaceSpec spec() {
        throw new WorkFailedException("not wired yet");
    }

    public Classifier classifier() {
        throw new WorkFailedException("not wired yet");
    }

    public List<String> classNames() {
        throw new WorkFailedException("not wired yet");
    }

    public boolean has(Split split) {
        throw new WorkFailedException("not wired yet");
    }

    public ImageDataset images(Split split) {
        throw new WorkFailedException("not wired yet");
    }

    public Representations representations(Split split, Progress progress) {
        throw new WorkFailedException("not wired yet");
    }

    public <S extends Record> Attributor attributor(AttributionMethod<S> method, S settings, Progress progress) {
        throw new WorkFailedException("not wired yet");
    }

    public <S extends Record> Explanation explain(
            AttributionMethod<S> method, S settings, int testIndex, Target target, Progress progress) {
        throw new WorkFailedException("not wired yet");
    }

    @Override
    public void close() {}
}
