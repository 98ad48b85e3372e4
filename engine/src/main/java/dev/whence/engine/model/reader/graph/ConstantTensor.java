package dev.whence.engine.model.reader.graph;

import dev.whence.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A weight or another array that does not depend on the image. Compared by identity. */
public final class ConstantTensor {

    private final Tensor value;
    private final @Nullable String name;
    private final boolean trainable;
    private final @Nullable ConstantTensor transposed;

    private ConstantTensor(
            Tensor value, @Nullable String name, boolean trainable, @Nullable ConstantTensor transposed) {
        this.value = value;
        this.name = name;
        this.trainable = trainable;
        this.transposed = transposed;
    }

    /** An entry of the model's state. */
    public static ConstantTensor named(String name, Tensor value, boolean trainable) {
        return new ConstantTensor(value, name, trainable, null);
    }

    /** A constant without a name, for example one computed from weights. */
    public static ConstantTensor anonymous(Tensor value) {
        return new ConstantTensor(value, null, false, null);
    }

    /** The transpose of a matrix, which remembers the matrix. */
    static ConstantTensor transposeOf(ConstantTensor matrix, Tensor value) {
        return new ConstantTensor(value, null, matrix.trainable, matrix);
    }

    public Tensor value() {
        return value;
    }

    public @Nullable String name() {
        return name;
    }

    /** Whether training would change it. */
    public boolean trainable() {
        return trainable;
    }

    /** The matrix of which this is the transpose, if that is how it came about. */
    @Nullable
    ConstantTensor transposed() {
        return transposed;
    }
}
