package dev.whence.app.task;

import dev.whence.engine.job.Progress;

/** Collects what work reports; readers take a snapshot whenever they want one. */
final class TaskProgress implements Progress {

    private final RateEstimate rate = new RateEstimate(System.nanoTime());
    private volatile boolean cancelled;
    private String stage = "";
    private String note = "";
    private String unit = "";
    private long done;
    private long total;

    @Override
    public synchronized void stage(String title) {
        stage = title;
        note = "";
        unit = "";
        done = 0;
        total = 0;
        rate.restart(System.nanoTime());
    }

    @Override
    public synchronized void update(long doneUnits, long totalUnits, String units) {
        done = doneUnits;
        total = totalUnits;
        unit = units;
        rate.report(System.nanoTime(), doneUnits);
    }

    @Override
    public synchronized void note(String text) {
        note = text;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    void cancel() {
        cancelled = true;
    }

    synchronized TaskSnapshot snapshot(BackgroundTask<?> task) {
        long now = System.nanoTime();
        return new TaskSnapshot(
                task.title(),
                task.status(),
                stage,
                done,
                total,
                unit,
                note,
                rate.perSecond(now),
                rate.secondsLeft(now, total),
                task.elapsed(),
                cancelled && !task.status().isFinished(),
                task.failure());
    }
}
