package dev.whence.engine.attribution.gradient;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.ParameterLayout;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowPass;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Parameter gradients of many images of one network, written out, block by block. Close it to free the network. */
public final class GradientRows implements AutoCloseable {

    /** A block of gradients needs no more device memory than this. */
    private static final long BLOCK_BYTES = 64L << 20;

    private static final int LARGEST_BLOCK = 128;

    private final GradientBlocks blocks;

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
        long width = new ParameterLayout(network, parameters).size();
        int largest = (int) Math.max(1, Math.min(LARGEST_BLOCK, BLOCK_BYTES / (8 * width)));
        blocks = new GradientBlocks(engine, network, finalLayer, parameters, largest);
    }

    /** Number of columns. */
    public int size() {
        return blocks.layout().size();
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
    public void train(OutputFunction function, Representations train, int first, Progress progress, Block block) {
        blocks.train(
                function,
                train,
                first,
                progress,
                (from, to, scope, layers) -> block.accept(from, writtenOut(scope, layers, to - from)));
    }

    /**
     * Streams the gradients of test images, in the direction of a loss: smaller means more of the explained class.
     *
     * @throws WorkFailedException if a gradient is not finite
     */
    public void tests(TestFunction function, Representations tests, Targets targets, Progress progress, Block block) {
        blocks.tests(
                function,
                tests,
                targets,
                progress,
                (from, to, scope, layers) -> block.accept(from, writtenOut(scope, layers, to - from)));
    }

    /** All test gradients at once, {@code [tests, parameters]}, owned by the scope. */
    public DeviceArray tests(
            Scope scope, TestFunction function, Representations tests, Targets targets, Progress progress) {
        List<DeviceArray> rows = new ArrayList<>();
        tests(function, tests, targets, progress, (from, block) -> rows.add(scope.keep(block)));
        DeviceArray all = DeviceArray.concat(0, rows);
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

    private DeviceArray writtenOut(Scope scope, List<LayerGradients> layers, int images) {
        Map<String, DeviceArray> parts = new HashMap<>();
        layers.forEach(layer -> parts.putAll(layer.rows()));
        return blocks.layout().join(parts, images, scope);
    }

    @Override
    public void close() {
        blocks.close();
    }
}
