package dev.whence.engine.workspace;

import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowKeeper;
import dev.whence.engine.store.UnfinishedWork;
import dev.whence.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Reports to a listener and keeps finished rows on disk; the listener sees the rows, too. */
final class KeepingProgress implements Progress {

    private final Progress listener;
    private final UnfinishedWork work;
    private volatile boolean used;

    KeepingProgress(Progress listener, UnfinishedWork work) {
        this.listener = listener;
        this.work = work;
    }

    /** Whether the work was long enough to keep rows. */
    boolean used() {
        return used;
    }

    @Override
    public RowKeeper rows(String pass, int count) {
        used = true;
        RowKeeper disk = work.rows(pass, count);
        RowKeeper watcher = listener.rows(pass, count);
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

    @Override
    public void stage(String title) {
        listener.stage(title);
    }

    @Override
    public void update(long done, long total, String unit) {
        listener.update(done, total, unit);
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
