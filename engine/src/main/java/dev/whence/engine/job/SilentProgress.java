package dev.whence.engine.job;

import java.util.function.BooleanSupplier;

record SilentProgress(BooleanSupplier cancelled) implements Progress {

    static final SilentProgress NEVER_CANCELLED = new SilentProgress(() -> false);

    @Override
    public void stage(String title) {}

    @Override
    public void update(long done, long total, String unit) {}

    @Override
    public void note(String text) {}

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }
}
