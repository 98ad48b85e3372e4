package dev.whence.engine.job;

enum SilentProgress implements Progress {
    INSTANCE;

    @Override
    public void stage(String title) {}

    @Override
    public void update(long done, long total, String unit) {}

    @Override
    public void note(String text) {}

    @Override
    public boolean isCancelled() {
        return false;
    }
}
