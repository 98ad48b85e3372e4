package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.GradientFactors;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores without any embedding. With {@code u = t} after the last step, going back: {@code c_s = eta_s G_s u} are the scores
 * of the step's images and {@code u <- u - G_s^T c_s}. That is the recursion of the embeddings, transposed: it holds one
 * vector for each test image where theirs holds a square matrix of all parameters.
 */
final class ExactSweep implements BackwardSweep.Carried {

    private final RecordedSteps steps;
    private final GradientFactors factors;
    private final Scope scope;
    private final int images;
    private final int onlyEpoch;
    private final double[] scores;
    private DeviceArray vectors;

    /**
     * @param scope owns the vectors
     * @param tests test gradients at the end of training, {@code [m, parameters]}
     * @param images number of training images
     * @param onlyEpoch whose steps count; -1 for all
     */
    ExactSweep(
            RecordedSteps steps, GradientFactors factors, Scope scope, DeviceArray tests, int images, int onlyEpoch) {
        this.steps = steps;
        this.factors = factors;
        this.scope = scope;
        this.vectors = tests;
        this.images = images;
        this.onlyEpoch = onlyEpoch;
        this.scores = new double[Math.multiplyExact(tests.shape().dim(0), images)];
    }

    void take(int step, Scope work, BackwardSweep.Blocks gradients) {
        int[] batch = steps.batch(step);
        double rate = steps.learningRate(step) / batch.length;
        Map<String, DeviceArray> parts = factors.layout().split(work.constant(vectors));
        List<DeviceArray> changes = new ArrayList<>();
        List<Tensor> shares = new ArrayList<>();
        gradients.each((scope, layers) -> {
            DeviceArray found = along(layers, parts);
            if (found != null) {
                DeviceArray share = found.multiply(rate);
                shares.add(share.toHost());
                gather(work, changes, factors.weighted(layers, share));
            }
        });
        if (changes.isEmpty()) {
            return;
        }
        add(step, batch, Tensor.concat(shares));
        DeviceArray before = vectors;
        vectors = scope.keep(before.subtract(changes.get(0)));
        before.close();
    }

    private static @Nullable DeviceArray along(List<LayerGradients> layers, Map<String, DeviceArray> parts) {
        DeviceArray found = null;
        for (LayerGradients layer : layers) {
            DeviceArray part = layer.along(parts);
            found = found == null ? part : found.add(part);
        }
        return found;
    }

    /** All change is counted at the vectors before the step, so that it is summed up first. */
    private static void gather(Scope work, List<DeviceArray> changes, DeviceArray more) {
        if (changes.isEmpty()) {
            changes.add(work.keep(more));
            return;
        }
        DeviceArray before = changes.set(0, work.keep(changes.get(0).add(more)));
        before.close();
    }

    @Override
    public List<Tensor> state() {
        return List.of(vectors.toHost(), Tensor.of(scores.clone(), scores.length));
    }

    @Override
    public void restore(List<Tensor> state) {
        vectors.close();
        vectors = scope.of(state.get(0));
        System.arraycopy(state.get(1).doubles(), 0, scores, 0, scores.length);
    }

    private void add(int step, int[] batch, Tensor shares) {
        if (onlyEpoch >= 0 && steps.epoch(step) != onlyEpoch) {
            return;
        }
        int m = shares.shape().dim(1);
        for (int i = 0; i < batch.length; i++) {
            for (int j = 0; j < m; j++) {
                scores[j * images + batch[i]] += shares.get(i * m + j);
            }
        }
    }

    /** {@code [m, images]}, float64. */
    Tensor scores() {
        return Tensor.of(scores, scores.length / images, images);
    }
}
