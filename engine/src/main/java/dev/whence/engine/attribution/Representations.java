package dev.whence.engine.attribution;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.data.SelectedInputs;
import dev.whence.engine.tensor.Tensor;

/**
 * What the network makes of a set of images.
 *
 * @param inputs the network's input
 * @param labels class of each image, -1 where unknown, {@code [n]} int64
 * @param features input of the final linear layer, {@code [n, d]} floating point
 * @param logits result of the network, {@code [n, classes]} floating point
 */
public record Representations(ModelInputs inputs, Tensor labels, Tensor features, Tensor logits) {

    public int size() {
        return inputs.size();
    }

    public int classes() {
        return logits.shape().dim(1);
    }

    /** What the network makes of some of these images. */
    public Representations select(int... indices) {
        return new Representations(
                new SelectedInputs(inputs, indices),
                labels.take(indices),
                features.take(indices),
                logits.take(indices));
    }

    /** The class with the largest logit. */
    public int predicted(int index) {
        int classes = classes();
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (logits.get(index * classes + c) > logits.get(index * classes + best)) {
                best = c;
            }
        }
        return best;
    }
}
