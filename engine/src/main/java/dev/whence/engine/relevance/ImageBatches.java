package dev.whence.engine.relevance;

import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import java.util.ArrayList;
import java.util.List;

/** Splits work on many images into batches that fit into memory. */
public final class ImageBatches {

    /** More images at once make no pass faster. */
    private static final int LARGEST = 64;

    /** A batch is made smaller until its values need no more memory than this. */
    private static final long BYTES = 512L << 20;

    /** Parts of weights and values that the rule of one layer works with at the same time. */
    private static final int WORKING_COPIES = 12;

    private ImageBatches() {}

    /** One batch: entries {@code from} to {@code to - 1}. */
    @FunctionalInterface
    public interface Step {
        Heatmaps explain(int from, int to);
    }

    /** Images per batch for passes that keep the values of every layer. */
    public static int sizeFor(Network network, Precision precision) {
        return sizeFor(network, precision, 0);
    }

    /**
     * The same for passes that keep more than that.
     *
     * @param besides values per image that are kept besides those of the layers
     */
    public static int sizeFor(Network network, Precision precision, long besides) {
        long kept = besides;
        long largest = 0;
        for (int i = 0; i < network.nodes().size(); i++) {
            long size = network.nodes().get(i).shape().size();
            kept += size;
            largest = Math.max(largest, size);
        }
        long bytes = precision == Precision.FLOAT64 ? 8 : 4;
        return (int) Math.max(1, Math.min(LARGEST, BYTES / (bytes * (kept + WORKING_COPIES * largest))));
    }

    /**
     * Runs batch after batch.
     *
     * @param count entries in all, at least 1
     * @return the maps of all entries, in order
     */
    public static Heatmaps run(int count, int batchSize, Progress progress, Step step) {
        List<Heatmaps> parts = new ArrayList<>();
        for (int from = 0; from < count; from += batchSize) {
            progress.checkCancelled();
            int to = Math.min(count, from + batchSize);
            parts.add(step.explain(from, to));
            progress.update(to, count, "maps");
        }
        return parts.size() == 1 ? parts.get(0) : Heatmaps.concat(parts);
    }
}
