package dev.whence.engine.data;

import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * Some of the inputs of another source, in the order asked for.
 *
 * @param whole the source
 * @param positions in it; shared, not to be written to
 */
public record SelectedInputs(ModelInputs whole, int[] positions) implements ModelInputs {

    @Override
    public int size() {
        return positions.length;
    }

    @Override
    public Shape shape() {
        return whole.shape();
    }

    @Override
    public Tensor batch(int... indices) {
        return whole.batch(Arrays.stream(indices).map(i -> positions[i]).toArray());
    }
}
