package dev.whence.engine.attribution.gradient;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.GradientFactors;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.ParameterLayout;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowPass;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Parameter gradients of many images of one network as layer factors, block by block. Close it to free the network.
 */
public final class GradientBlocks implements AutoCloseable {

    /** A block of factors needs no more device memory than this. */
    private static final long BLOCK_BYTES = 128L << 20;

    private static final int LARGEST_BLOCK = 128;

    private final NetworkRunner runner;
    private final GradientFactors factors;
    private final int largestBlock;

    /** Receives the gradients of consecutive images. */
    @FunctionalInterface
    public interface Block {

        /**
         * @param from position of the first image
         * @param to one past the last image
         * @param scope owns the gradients; closed afterwards
         * @param layers gradients, see {@link GradientFactors#of}
         */
        void accept(int from, int to, Scope scope, List<LayerGradients> layers);
    }

    public GradientBlocks(ExecutionEngine engine, Network network, int finalLayer, List<String> parameters) {
        this(engine, network, finalLayer, parameters, LARGEST_BLOCK);
    }

    /** @param largestBlock images in a block at most */
    GradientBlocks(ExecutionEngine engine, Network network, int finalLayer, List<String> parameters, int largestBlock) {
        this.runner = engine.load(network);
        this.factors = new GradientFactors(runner, finalLayer, parameters);
        this.largestBlock = largestBlock;
    }

    /** The network on its device. */
    public NetworkRunner runner() {
        return runner;
    }

    /** Makes the gradients of single batches. */
    public GradientFactors factors() {
        return factors;
    }

    /** Where each parameter stands in a whole vector. */
    public ParameterLayout layout() {
        return factors.layout();
    }

    /** Streams one number's gradient of each training image, at its own label. */
    public void train(OutputFunction function, Representations train, Progress progress, Block block) {
        train(function, train, 0, progress, block);
    }

    /**
     * Makes one row of numbers from each training image's gradient.
     *
     * @param pass under whose name finished rows are kept
     * @param row from the gradients of a block of images to {@code [images, width]}
     * @return {@code [train, width]} in the engine's precision
     */
    public Tensor trainRows(
            String pass,
            OutputFunction function,
            Representations train,
            Progress progress,
            Function<List<LayerGradients>, DeviceArray> row) {
        RowPass finished = new RowPass(pass, train.size(), progress);
        train(
                function,
                train,
                finished.first(),
                progress,
                (from, to, scope, layers) ->
                        finished.take(from, row.apply(layers).toHost()));
        return finished.rows();
    }

    /**
     * Streams the training images from a position on.
     *
     * @param first where a pass before has stopped, at the end of a block
     */
    void train(OutputFunction function, Representations train, int first, Progress progress, Block block) {
        int classes = train.classes();
        stream(first, train.size(), "training images", progress, (from, to, scope) -> {
            Tensor labels = oneHot(
                    IntStream.range(from, to)
                            .map(i -> (int) train.labels().longs()[i])
                            .toArray(),
                    classes);
            Tensor batch = batch(train, from, to);
            block.accept(from, to, scope, factors.of(scope, batch, logits -> function.seed(logits, labels)));
        });
    }

    /** Streams the gradients of test images, in the direction of a loss: smaller means more of the explained class. */
    public void tests(TestFunction function, Representations tests, Targets targets, Progress progress, Block block) {
        int classes = tests.classes();
        stream(0, tests.size(), "test images", progress, (from, to, scope) -> {
            Tensor positive = oneHot(Arrays.copyOfRange(targets.positive(), from, to), classes);
            Tensor negative = oneHot(Arrays.copyOfRange(targets.negative(), from, to), classes);
            List<LayerGradients> layers = factors.of(
                    scope,
                    batch(tests, from, to),
                    logits -> function.function()
                            .seed(logits, positive)
                            .subtract(function.function().seed(logits, negative))
                            .multiply(function.sign()));
            block.accept(from, to, scope, layers);
        });
    }

    /** All test gradients in the form that suits many inner products, block by block, owned by the scope. */
    public List<List<LayerGradients>> tests(
            Scope scope, TestFunction function, Representations tests, Targets targets, Progress progress) {
        List<List<LayerGradients>> kept = new ArrayList<>();
        tests(
                function,
                tests,
                targets,
                progress,
                (from, to, work, layers) -> kept.add(layers.stream()
                        .map(layer -> layer.compact().keptIn(scope))
                        .toList()));
        return kept;
    }

    private static Tensor batch(Representations images, int from, int to) {
        return images.inputs().batch(IntStream.range(from, to).toArray());
    }

    /** How many images' gradients are held together. */
    public static int blockOf(GradientFactors factors) {
        return (int) Math.max(1, Math.min(LARGEST_BLOCK, BLOCK_BYTES / (8L * factors.valuesPerImage() + 1)));
    }

    @FunctionalInterface
    private interface Range {
        void accept(int from, int to, Scope scope);
    }

    private void stream(int first, int images, String what, Progress progress, Range range) {
        int block = Math.min(largestBlock, blockOf(factors));
        for (int from = first; from < images; from += block) {
            progress.checkCancelled();
            int to = Math.min(images, from + block);
            try (Scope scope = runner.engine().scope()) {
                range.accept(from, to, scope);
            }
            progress.update(to, images, what);
        }
    }

    /** Classes as a matrix {@code [n, width]} with a single one in each row; a row of zeros for a class below 0. */
    public static Tensor oneHot(int[] classes, int width) {
        double[] rows = new double[classes.length * width];
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] >= 0) {
                rows[i * width + classes[i]] = 1;
            }
        }
        return Tensor.of(rows, classes.length, width);
    }

    @Override
    public void close() {
        runner.close();
    }
}
