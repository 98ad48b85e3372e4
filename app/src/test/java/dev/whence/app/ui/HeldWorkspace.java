package dev.whence.app.ui;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.DatasetScan.Unreadable;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** The real workspace on a machine that can be made infinitely slow in the middle of a method's preparation. */
record HeldWorkspace(Workspace real, AtomicBoolean held) implements Workspace {

    @Override
    public <S extends Record> Attributor attributor(AttributionMethod<S> method, S settings, Progress progress) {
        return real.attributor(method, settings, new HeldProgress(progress, held));
    }

    /** Lets no work past its first report while held, unless it is cancelled. */
    private record HeldProgress(Progress listener, AtomicBoolean held) implements Progress {

        @Override
        public void stage(String title) {
            listener.stage(title);
        }

        @Override
        public void update(long done, long total, String unit) {
            listener.update(done, total, unit);
            while (held.get() && !isCancelled()) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        @Override
        public void note(String text) {
            listener.note(text);
        }

        @Override
        public boolean isCancelled() {
            return listener.isCancelled();
        }
    }

    @Override
    public WorkspaceSpec spec() {
        return real.spec();
    }

    @Override
    public Classifier classifier() {
        return real.classifier();
    }

    @Override
    public List<String> classNames() {
        return real.classNames();
    }

    @Override
    public List<String> notes() {
        return real.notes();
    }

    @Override
    public String device() {
        return real.device();
    }

    @Override
    public boolean has(Split split) {
        return real.has(split);
    }

    @Override
    public ImageDataset images(Split split) {
        return real.images(split);
    }

    @Override
    public List<Unreadable> unreadable(Split split) {
        return real.unreadable(split);
    }

    @Override
    public Representations representations(Split split, Progress progress) {
        return real.representations(split, progress);
    }

    @Override
    public <S extends Record> Explanation explain(
            AttributionMethod<S> method, S settings, int testIndex, Target target, Progress progress) {
        return real.explain(method, settings, testIndex, target, progress);
    }

    @Override
    public void close() {
        real.close();
    }
}
