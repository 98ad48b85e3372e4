package dev.whence.engine.data;

import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;

/** Network input by position: preprocessed images, or tensors from a file as they are. Thread-safe. */
public interface ModelInputs {

    int size();

    /** The shape of one input, channels first: {@code channels x height x width}. */
    Shape shape();

    /**
     * The inputs at the given positions.
     *
     * @return float32, {@code [n, channels, height, width]}
     */
    Tensor batch(int... indices);
}
