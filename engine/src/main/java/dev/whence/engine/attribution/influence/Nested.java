package dev.whence.engine.attribution.influence;

import dev.whence.engine.job.Progress;

/** Work inside a step of other work: what it counts becomes a remark. */
record Nested(Progress outer) implements Progress {

    @Override
    public void stage(String title) {
        outer.note(title);
    }

    @Override
    public void update(long done, long total, String unit) {
        outer.note(total > 0 ? done + " of " + total + " " + unit : done + " " + unit);
    }

    @Override
    public void note(String text) {
        outer.note(text);
    }

    @Override
    public boolean isCancelled() {
        return outer.isCancelled();
    }
}
