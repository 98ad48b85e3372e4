package dev.whence.engine.relevance;

import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** A heatmap method prepared for one network. Thread-safe; close it to free native memory. */
public interface HeatmapExplainer extends AutoCloseable {

    /**
     * Explains a batch.
     *
     * @param batch network input, float32 {@code [n, c, h, w]}
     * @param question the classes asked about, one per image
     */
    Heatmaps explain(Tensor batch, Question question, Progress progress);

    /** Images per call of {@link #explain} that fit into memory. */
    int batchSize();

    /** What is known to make a map's sum differ from the value explained, each as a clause; empty if nothing is. */
    List<String> leaks();

    @Override
    void close();

    /**
     * The classes asked about.
     *
     * @param positive the class spoken for, one per image
     * @param negative the class spoken against, or -1, one per image
     */
    record Question(int[] positive, int[] negative) {

        /** Explains one class per image. */
        public static Question of(int... classes) {
            int[] none = new int[classes.length];
            Arrays.fill(none, -1);
            return new Question(classes, none);
        }

        public int size() {
            return positive.length;
        }
    }
}
