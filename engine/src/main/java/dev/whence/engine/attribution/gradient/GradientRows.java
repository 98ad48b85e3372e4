package dev.whence.engine.attribution.gradient;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.ParameterGradients;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowPass;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Parameter gradients of many images of one network, block by block. Close it to free the network. */
public final class GradientRows implements AutoCloseable {

    /** A block of gradients needs no more device memory than this. */
    private static final long BLOCK_BYTES = 64L << 20;

    private static final int LARGEST_BLOCK = 128;

    private final NetworkRunner runner;
    private final ParameterGradients gradients;

    /** Receives the gradients of consecutive images. */
    @FunctionalInterface
    public interface Block {

        /**
         * @param from position of the first image
         * @param rows {@code [images, parameters]}, freed afterwards
         */
        void accept(int from, DeviceArray rows);
    }

    public GradientRows(ExecutionEngine engine, Network network, int finalLayer, List<String> parameters) {
        runner = engine.load(network);
        gradients = new ParameterGradients(runner, finalLayer, parameters);
    }

    /** Number of columns. */
    public int size() {
        return gradients.size();
    }

    /**
     * Checks that every image has a label, which its loss needs.
     *
     * @throws BadInputException naming the position of the first that has none
     */
    public static void requireLabels(Representations images) {
        for (int i = 0; i < images.size(); i++) {
            if (images.labels().longs()[i] < 0) {
                throw new BadInputException("Training image " + i
                        + " has no label, so its loss is unknown; give labels to all training images.");
            }
        }
    }

    /** Streams one number's gradient of each training image, at its own label. */
    public void train(OutputFunction function, Representations train, Progress progress, Block block) {
        train(function, train, 0, progress, block);
    }

    /**
     * Makes one row of numbers from each training image's gradient.
     *
     * @param pass under whose name finished rows are kept
     * @param row from gradients {@code [images, parameters]} to {@code [images, width]}
     * @return {@code [train, width]} in the engine's precision
     */
    public Tensor trainRows(
            String pass,
            OutputFunction function,
            Representations train,
            Progress progress,
            UnaryOperator<DeviceArray> row) {
        RowPass finished = new RowPass(pass, train.size(), progress);
        train(
                function,
                train,
                finished.first(),
                progress,
                (from, rows) -> finished.take(from, row.apply(rows).toHost()));
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
            block.accept(from, rows(scope, train, from, to, logits -> function.seed(logits, labels)));
        });
    }

    /**
     * Streams the gradients of test images, in the direction of a loss: smaller means more of the explained class.
     *
     * @throws WorkFailedException if a gradient is not finite
     */
    public void tests(TestFunction function, Representations tests, Targets targets, Progress progress, Block block) {
        int classes = tests.classes();
        stream(0, tests.size(), "test images", progress, (from, to, scope) -> {
            Tensor positive = oneHot(range(targets.positive(), from, to), classes);
            Tensor negative = oneHot(range(targets.negative(), from, to), classes);
            DeviceArray rows = rows(
                    scope,
                    tests,
                    from,
                    to,
                    logits -> function.function()
                            .seed(logits, positive)
                            .subtract(function.function().seed(logits, negative))
                            .multiply(function.sign()));
            block.accept(from, rows);
        });
    }

    /** All test gradients at once, {@code [tests, parameters]}, owned by the scope. */
    public DeviceArray tests(
            Scope scope, TestFunction function, Representations tests, Targets targets, Progress progress) {
        List<DeviceArray> blocks = new ArrayList<>();
        tests(function, tests, targets, progress, (from, rows) -> blocks.add(scope.keep(rows)));
        DeviceArray all = DeviceArray.concat(0, blocks);
        requireFinite(all.sum().toHost().get(0), "the gradients of the test images");
        return all;
    }

    /**
     * @throws WorkFailedException if the value is not finite, naming the step
     */
    public static void requireFinite(double value, String step) {
        if (!Double.isFinite(value)) {
            throw new WorkFailedException("The computation stopped because " + step
                    + " are not finite; check the model's weights, raise the damping or use --precision float64.");
        }
    }

    private DeviceArray rows(Scope scope, Representations images, int from, int to, UnaryOperator<DeviceArray> seed) {
        Tensor batch = images.inputs().batch(IntStream.range(from, to).toArray());
        return gradients.rows(scope, batch, seed);
    }

    @FunctionalInterface
    private interface Range {
        void accept(int from, int to, Scope scope);
    }

    private void stream(int first, int images, String what, Progress progress, Range range) {
        int block = (int) Math.max(1, Math.min(LARGEST_BLOCK, BLOCK_BYTES / (8L * size())));
        for (int from = first; from < images; from += block) {
            progress.checkCancelled();
            int to = Math.min(images, from + block);
            try (Scope scope = runner.engine().scope()) {
                range.accept(from, to, scope);
            }
            progress.update(to, images, what);
        }
    }

    private static int[] range(int[] values, int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }

    /** A row of zeros for a class below 0. */
    private static Tensor oneHot(int[] classes, int width) {
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
