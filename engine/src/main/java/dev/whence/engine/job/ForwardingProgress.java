package dev.whence.engine.job;

/** Hands everything on to a listener; for those that change one thing of it. */
public abstract class ForwardingProgress implements Progress {

    private final Progress listener;

    protected ForwardingProgress(Progress listener) {
        this.listener = listener;
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

    @Override
    public RowKeeper rows(String pass, int count) {
        return listener.rows(pass, count);
    }

    @Override
    public StateKeeper state(String iteration, long steps) {
        return listener.state(iteration, steps);
    }
}
