package dev.whence.engine.exec;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.SideThread;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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
        Network network = runner.network();
        int images = inputs.size();
        Collected features = collected(images, featureNode);
        Collected logits = collected(images, network.output());
        try (SideThread reader = new SideThread("whence-read-ahead")) {
            Supplier<Tensor> next = read(inputs, 0, reader);
            for (int start = 0; start < images; start += batchSize) {
                progress.checkCancelled();
                Tensor batch = next.get();
                int end = start + batch.shape().dim(0);
                if (end < images) {
                    next = read(inputs, end, reader);
                }
                List<Tensor> values = runner.values(batch, featureNode, network.output());
                features.put(start, values.get(0));
                logits.put(start, values.get(1));
                progress.update(end, images, "images");
            }
            progress.checkCancelled();
            return new Result(features.tensor(), logits.tensor());
        }
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
