package dev.whence.engine.exec;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowKeeper;
import dev.whence.engine.job.SideThread;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.ElementType;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends many images through a network in batches and collects the features of each (the input of its final layer) and
 * its logits. While one batch is computed the next is read on another thread. Apart from the two result arrays memory
 * does not grow with the number of images.
 */
public final class FeaturePass {

    /** Images per batch unless the network's values are too large for that. */
    public static final int DEFAULT_BATCH = 64;

    /** A batch is made smaller until its values need no more memory than this. */
    private static final long BATCH_BYTES = 512L << 20;

    private final NetworkRunner runner;
    private final int featureNode;
    private final int batchSize;

    /**
     * @param runner of the network; not closed here
     * @param featureNode position of the node whose values are the features
     */
    public FeaturePass(NetworkRunner runner, int featureNode) {
        this(runner, featureNode, boundedBatch(runner, featureNode));
    }

    /** The pass for a classifier's own features. */
    public FeaturePass(NetworkRunner runner, Classifier classifier) {
        this(runner, classifier.featureNode());
    }

    /** @param batchSize images per batch, at least 1 */
    public FeaturePass(NetworkRunner runner, int featureNode, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch of " + batchSize);
        }
        this.runner = runner;
        this.featureNode = featureNode;
        this.batchSize = batchSize;
    }

    /**
     * What the network makes of the images.
     *
     * @param features {@code [n, d]} in the engine's precision
     * @param logits {@code [n, classes]} in the engine's precision
     */
    public record Result(Tensor features, Tensor logits) {}

    public int batchSize() {
        return batchSize;
    }

    /**
     * Runs all inputs.
     *
     * @throws dev.whence.engine.job.CancelledException within one batch of the wish to cancel
     * @throws WorkFailedException if the results do not fit into one array
     * @throws dev.whence.engine.BadInputException if an image cannot be read
     */
    public Result run(ModelInputs inputs, Progress progress) {
        return run(inputs, RowKeeper.none(), progress);
    }

    /**
     * The same, going on where an earlier attempt has stopped.
     *
     * @param keeper keeps finished rows, an image's features followed by its logits
     */
    public Result run(ModelInputs inputs, RowKeeper keeper, Progress progress) {
        Network network = runner.network();
        int images = inputs.size();
        Collected features = collected(images, featureNode);
        Collected logits = collected(images, network.output());
        int first = takeOver(keeper.kept(), features, logits);
        if (first == images) {
            return new Result(features.tensor(), logits.tensor());
        }
        try (SideThread reader = new SideThread("whence-read-ahead")) {
            Supplier<Tensor> next = read(inputs, first, reader);
            for (int start = first; start < images; start += batchSize) {
                progress.checkCancelled();
                Tensor batch = next.get();
                int end = start + batch.shape().dim(0);
                if (end < images) {
                    next = read(inputs, end, reader);
                }
                List<Tensor> values = runner.values(batch, featureNode, network.output());
                features.put(start, values.get(0));
                logits.put(start, values.get(1));
                keeper.keep(start, joined(values.get(0), values.get(1), end - start));
                progress.update(end, images, "images");
            }
            progress.checkCancelled();
            return new Result(features.tensor(), logits.tensor());
        }
    }

    /** How many rows an earlier attempt has finished. */
    private static int takeOver(@Nullable Tensor kept, Collected features, Collected logits) {
        if (kept == null || kept.shape().dim(1) != features.width() + logits.width()) {
            return 0;
        }
        int rows = kept.shape().dim(0);
        features.put(0, columns(kept, 0, features.width()));
        logits.put(0, columns(kept, features.width(), logits.width()));
        return rows;
    }

    private static Tensor columns(Tensor rows, int from, int width) {
        int n = rows.shape().dim(0);
        int all = rows.shape().dim(1);
        Tensor part = rows.type() == ElementType.FLOAT32
                ? Tensor.of(new float[n * width], n, width)
                : Tensor.of(new double[n * width], n, width);
        for (int i = 0; i < n; i++) {
            System.arraycopy(elements(rows), i * all + from, elements(part), i * width, width);
        }
        return part;
    }

    private static Tensor joined(Tensor features, Tensor logits, int images) {
        int f = features.size() / images;
        int c = logits.size() / images;
        Tensor rows = features.type() == ElementType.FLOAT32
                ? Tensor.of(new float[images * (f + c)], images, f + c)
                : Tensor.of(new double[images * (f + c)], images, f + c);
        for (int i = 0; i < images; i++) {
            System.arraycopy(elements(features), i * f, elements(rows), i * (f + c), f);
            System.arraycopy(elements(logits), i * c, elements(rows), i * (f + c) + f, c);
        }
        return rows;
    }

    private static Object elements(Tensor tensor) {
        return tensor.type() == ElementType.FLOAT32 ? tensor.floats() : tensor.doubles();
    }

    private Supplier<Tensor> read(ModelInputs inputs, int start, SideThread reader) {
        int end = Math.min(inputs.size(), start + batchSize);
        int[] indices = IntStream.range(start, end).toArray();
        return reader.start(() -> inputs.batch(indices));
    }

    private Collected collected(int images, int node) {
        long width = runner.network().nodes().get(node).shape().size();
        long size = Math.multiplyExact(width, images);
        if (size > Integer.MAX_VALUE - 16) {
            throw new WorkFailedException(images + " images with " + width
                    + " values each do not fit into one array; take fewer images or a later layer.");
        }
        boolean doubles = runner.engine().settings().precision() == Precision.FLOAT64;
        return doubles
                ? new Doubles(new double[(int) size], images, (int) width)
                : new Floats(new float[(int) size], images, (int) width);
    }

    private static int boundedBatch(NetworkRunner runner, int featureNode) {
        Network network = runner.network();
        long bytes = runner.engine().settings().precision() == Precision.FLOAT64 ? 8 : 4;
        // Twice: convolutions need about as much again to arrange their input.
        long perImage = 2
                * bytes
                * ExecutionPlan.of(network, featureNode, network.output()).peakValues(network);
        return (int) Math.max(1, Math.min(DEFAULT_BATCH, BATCH_BYTES / Math.max(1, perImage)));
    }

    /** A result array that is filled batch by batch. */
    private interface Collected {
        void put(int firstImage, Tensor values);

        int width();

        Tensor tensor();
    }

    private record Floats(float[] all, int images, int width) implements Collected {
        @Override
        public void put(int firstImage, Tensor values) {
            System.arraycopy(values.floats(), 0, all, firstImage * width, values.size());
        }

        @Override
        public Tensor tensor() {
            return Tensor.of(all, images, width);
        }
    }

    private record Doubles(double[] all, int images, int width) implements Collected {
        @Override
        public void put(int firstImage, Tensor values) {
            System.arraycopy(values.doubles(), 0, all, firstImage * width, values.size());
        }

        @Override
        public Tensor tensor() {
            return Tensor.of(all, images, width);
        }
    }
}
