package dev.whence.engine.workspace;

import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.relevance.HeatmapTask.InputRange;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What black and white become by a preprocessing. */
final class InputRanges {

    private InputRanges() {}

    /**
     * {@code (0 - mean) / std} and {@code (255 scale - mean) / std} per channel, in float32 like the images.
     *
     * @param raw whether the input comes from a file of tensors: then the range is known only if a mean or deviation was
     *     stated
     */
    static @Nullable InputRange of(Preprocessing preprocessing, int channels, boolean raw) {
        if (raw && preprocessing.mean().isEmpty() && preprocessing.std().isEmpty()) {
            return null;
        }
        float[] low = new float[channels];
        float[] high = new float[channels];
        float white = (float) (255 * preprocessing.scale());
        for (int c = 0; c < channels; c++) {
            float mean = valueOf(preprocessing.mean(), c, 0);
            float std = valueOf(preprocessing.std(), c, 1);
            low[c] = (0 - mean) / std;
            high[c] = (white - mean) / std;
        }
        return new InputRange(Tensor.of(low, channels), Tensor.of(high, channels));
    }

    private static float valueOf(List<Double> values, int channel, double otherwise) {
        if (values.isEmpty()) {
            return (float) otherwise;
        }
        return values.get(values.size() == 1 ? 0 : channel).floatValue();
    }
}
