package dev.whence.engine.data;

import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * The inputs of two sources, those of the second after those of the first.
 *
 * @param first one source
 * @param second of inputs of the same shape
 */
public record JoinedInputs(ModelInputs first, ModelInputs second) implements ModelInputs {

    @Override
    public int size() {
        return first.size() + second.size();
    }

    @Override
    public Shape shape() {
        return first.shape();
    }

    @Override
    public Tensor batch(int... indices) {
        int split = first.size();
        if (Arrays.stream(indices).allMatch(i -> i < split)) {
            return first.batch(indices);
        }
        if (Arrays.stream(indices).allMatch(i -> i >= split)) {
            return second.batch(Arrays.stream(indices).map(i -> i - split).toArray());
        }
        return Tensor.concat(Arrays.stream(indices).mapToObj(i -> batch(i)).toList());
    }
}
