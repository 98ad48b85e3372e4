package dev.whence.engine.workspace;

import dev.whence.engine.job.ForwardingProgress;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowKeeper;
import dev.whence.engine.job.RowPass;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows scores as they are finished, a few times a second, summed over the test images. */
final class WatchedScores extends ForwardingProgress {

    private static final long PAUSE_NANOS = 300_000_000;

    private final Consumer<float[]> watcher;

    /** @param watcher receives the scores of the first training images, the last time before they are all there */
    WatchedScores(Progress listener, Consumer<float[]> watcher) {
        super(listener);
        this.watcher = watcher;
    }

    @Override
    public RowKeeper rows(String pass, int count) {
        return pass.equals(RowPass.SCORES) ? new Growing(count) : super.rows(pass, count);
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
}
