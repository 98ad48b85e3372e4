package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The embeddings themselves, in a projected space: {@code E_s = eta_s (Phi_s - Phi_s M^T)}, {@code M <- M + E_s^T Phi_s},
 * going back from {@code M = 0} after the last step (Wang et al. 2025, section 4).
 */
final class EmbeddingSweep implements BackwardSweep.Carried {

    private final RecordedSteps steps;
    private final Scope scope;
    private final int images;
    private final int onlyEpoch;
    private double[] embeddings = new double[0];
    private @Nullable DeviceArray matrix;

    /**
     * @param scope owns the matrix
     * @param onlyEpoch whose steps count; -1 for all
     */
    EmbeddingSweep(RecordedSteps steps, Scope scope, int images, int onlyEpoch) {
        this.steps = steps;
        this.scope = scope;
        this.images = images;
        this.onlyEpoch = onlyEpoch;
    }

    /** @param features of the step's batch, {@code [n, k]} */
    void take(int step, DeviceArray features) {
        int[] batch = steps.batch(step);
        double rate = steps.learningRate(step) / batch.length;
        DeviceArray before = matrix;
        DeviceArray remaining = before == null ? features : features.subtract(features.matmul(before.transpose(0, 1)));
        DeviceArray embedded = remaining.multiply(rate);
        add(step, batch, embedded.toHost());
        DeviceArray grown = embedded.transpose(0, 1).matmul(features);
        matrix = scope.keep(before == null ? grown : before.add(grown));
        if (before != null) {
            before.close();
        }
    }

    @Override
    public List<Tensor> state() {
        return matrix == null ? List.of() : List.of(matrix.toHost(), Tensor.of(embeddings.clone(), embeddings.length));
    }

    @Override
    public void restore(List<Tensor> state) {
        if (!state.isEmpty()) {
            matrix = scope.of(state.get(0));
            embeddings = state.get(1).doubles().clone();
        }
    }

    private void add(int step, int[] batch, Tensor embedded) {
        int k = embedded.shape().dim(1);
        if (embeddings.length == 0) {
            embeddings = new double[Math.multiplyExact(images, k)];
        }
        if (onlyEpoch >= 0 && steps.epoch(step) != onlyEpoch) {
            return;
        }
        for (int i = 0; i < batch.length; i++) {
            for (int d = 0; d < k; d++) {
                embeddings[batch[i] * k + d] += embedded.get(i * k + d);
            }
        }
    }

    /** {@code [images, k]}, float64. */
    Tensor embeddings() {
        return Tensor.of(embeddings, images, embeddings.length / images);
    }
}
