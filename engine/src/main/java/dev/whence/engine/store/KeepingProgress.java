package dev.whence.engine.store;

import dev.whence.engine.job.ForwardingProgress;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowKeeper;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Reports to a listener and keeps finished rows and states on disk; the listener sees the rows, too. */
public final class KeepingProgress extends ForwardingProgress {

    private final UnfinishedWork work;
    private volatile boolean used;

    public KeepingProgress(Progress listener, UnfinishedWork work) {
        super(listener);
        this.work = work;
    }

    /** Whether the work was long enough to keep any of it. */
    public boolean used() {
        return used;
    }

    @Override
    public StateKeeper state(String iteration, long steps) {
        used = true;
        return work.state(iteration, steps);
    }

    @Override
    public RowKeeper rows(String pass, int count) {
        used = true;
        RowKeeper disk = work.rows(pass, count);
        RowKeeper watcher = super.rows(pass, count);
        return new RowKeeper() {
            @Override
            public @Nullable Tensor kept() {
                Tensor found = disk.kept();
                if (found != null) {
                    watcher.keep(0, found);
                }
                return found;
            }

            @Override
            public void keep(int from, Tensor rows) {
                disk.keep(from, rows);
                watcher.keep(from, rows);
            }
        };
    }
}
