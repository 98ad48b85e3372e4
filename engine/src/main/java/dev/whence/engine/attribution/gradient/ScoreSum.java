package dev.whence.engine.attribution.gradient;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowPass;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Scores of all training images as a weighted sum over checkpoints, in float64: one pass over the training images for each
 * checkpoint. Finished rows hold the sum so far, so that those of the last pass are final.
 */
public final class ScoreSum {

    private final String name;
    private final int checkpoints;
    private final Representations train;
    private final Progress progress;
    private int added;
    private @Nullable Tensor sum;

    /**
     * @param name of the passes; {@link RowPass#SCORES} if the sums are the method's scores
     * @param checkpoints how many passes there will be
     */
    public ScoreSum(String name, int checkpoints, Representations train, Progress progress) {
        this.name = name;
        this.checkpoints = checkpoints;
        this.train = train;
        this.progress = progress;
    }

    /**
     * Adds the next checkpoint.
     *
     * @param function whose gradient of each training image is taken
     * @param weight of the checkpoint
     * @param columns from gradients {@code [images, parameters]} to {@code [images, columns]}
     * @throws dev.whence.engine.WorkFailedException at the first value that is not finite
     */
    public void add(
            GradientRows gradients, OutputFunction function, double weight, UnaryOperator<DeviceArray> columns) {
        add(gradients, function, i -> weight, columns);
    }

    /**
     * The same with weights that differ from image to image.
     *
     * @param weight by position of the training image
     */
    public void add(
            GradientRows gradients,
            OutputFunction function,
            IntToDoubleFunction weight,
            UnaryOperator<DeviceArray> columns) {
        RowPass pass = nextPass();
        gradients.train(
                function, train, pass.first(), progress, (from, rows) -> take(pass, from, columns.apply(rows), weight));
        sum = pass.rows();
    }

    /**
     * Adds the next checkpoint from gradients that are not written out.
     *
     * @param columns from the gradients of a block of images to {@code [images, columns]}
     * @throws dev.whence.engine.WorkFailedException at the first value that is not finite
     */
    public void add(
            GradientBlocks gradients,
            OutputFunction function,
            double weight,
            Function<List<LayerGradients>, DeviceArray> columns) {
        RowPass pass = nextPass();
        gradients.train(
                function,
                train,
                pass.first(),
                progress,
                (from, to, scope, layers) -> take(pass, from, columns.apply(layers), i -> weight));
        sum = pass.rows();
    }

    private RowPass nextPass() {
        added++;
        return new RowPass(added == checkpoints ? name : name + "_" + added, train.size(), progress);
    }

    private void take(RowPass pass, int from, DeviceArray columns, IntToDoubleFunction weight) {
        Tensor before = sum;
        Tensor block = columns.toHost();
        int width = block.shape().dim(1);
        double[] values = new double[block.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weight.applyAsDouble(from + i / width) * block.get(i)
                    + (before == null ? 0 : before.get(from * width + i));
            GradientRows.requireFinite(values[i], "the gradients of training image " + (from + i / width));
        }
        pass.take(from, Tensor.of(values, block.shape().dim(0), width));
    }

    /** The scores {@code [columns, train]}, float32. */
    public Tensor scores() {
        if (sum == null || added != checkpoints) {
            throw new IllegalStateException(added + " of " + checkpoints + " checkpoints were added");
        }
        int n = train.size();
        int width = sum.shape().dim(1);
        double[] rows = sum.doubles();
        float[] scores = new float[rows.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < width; j++) {
                scores[j * n + i] = (float) rows[i * width + j];
            }
        }
        return Tensor.of(scores, width, n);
    }
}
