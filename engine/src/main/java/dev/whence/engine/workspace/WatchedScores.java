package dev.whence.engine.workspace;

import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowKeeper;
import dev.whence.engine.job.RowPass;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows scores as they are finished, a few times a second, summed over the test images. */
final class WatchedScores implements Progress {

    private static final long PAUSE_NANOS = 300_000_000;

    private final Progress listener;
    private final Consumer<float[]> watcher;

    /** @param watcher receives the scores of the first training images, the last time before they are all there */
    WatchedScores(Progress listener, Consumer<float[]> watcher) {
        this.listener = listener;
        this.watcher = watcher;
    }

    @Override
    public RowKeeper rows(String pass, int count) {
        return pass.equals(RowPass.SCORES) ? new Growing(count) : listener.rows(pass, count);
    }

    private final class Growing implements RowKeeper {

        private final float[] scores;
        private long shown;

        Growing(int count) {
            scores = new float[count];
        }

        @Override
        public @Nullable Tensor kept() {
            return null;
        }

        @Override
        public void keep(int from, Tensor rows) {
            int width = rows.shape().dim(1);
            int to = from + rows.shape().dim(0);
            for (int i = from; i < to; i++) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    sum += (float) rows.get((i - from) * width + j);
                }
                scores[i] = (float) sum;
            }
            long now = System.nanoTime();
            if (to < scores.length && (shown == 0 || now - shown > PAUSE_NANOS)) {
                shown = now;
                watcher.accept(Arrays.copyOf(scores, to));
            }
        }
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
