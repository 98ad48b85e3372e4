package dev.whence.engine.training.run;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.stream.IntStream;

/** Network input with labels. */
public final class LabelledInputs implements ModelInputs {

    private static final int PIECE = 512;

    private final ModelInputs inputs;
    private final int[] labels;

    /** @param labels by position, 0-based */
    public LabelledInputs(ModelInputs inputs, int[] labels) {
        if (labels.length != inputs.size()) {
            throw new IllegalArgumentException(labels.length + " labels for " + inputs.size() + " images");
        }
        this.inputs = inputs;
        this.labels = labels.clone();
    }

    /**
     * The same, read once and kept in memory if that takes at most a quarter of it; every epoch would otherwise decode
     * all images again.
     */
    public LabelledInputs inMemory() {
        long bytes = 4L * size() * shape().size();
        if (bytes > Runtime.getRuntime().maxMemory() / 4 || size() * shape().size() > Integer.MAX_VALUE - 8) {
            return this;
        }
        float[] values = new float[Math.toIntExact(size() * shape().size())];
        int row = Math.toIntExact(shape().size());
        for (int from = 0; from < size(); from += PIECE) {
            int to = Math.min(size(), from + PIECE);
            float[] piece = inputs.batch(IntStream.range(from, to).toArray())
                    .toFloat32()
                    .floats();
            System.arraycopy(piece, 0, values, from * row, piece.length);
        }
        return new LabelledInputs(
                new Held(Tensor.of(values, shape().prepend(size()).toArray())), labels);
    }

    @Override
    public int size() {
        return inputs.size();
    }

    @Override
    public Shape shape() {
        return inputs.shape();
    }

    @Override
    public Tensor batch(int... indices) {
        return inputs.batch(indices);
    }

    /** The class of an input. */
    public int label(int index) {
        return labels[index];
    }

    /** All labels. */
    public int[] labels() {
        return labels.clone();
    }

    private record Held(Tensor values) implements ModelInputs {

        @Override
        public int size() {
            return values.shape().dim(0);
        }

        @Override
        public Shape shape() {
            return values.shape().dropFirst();
        }

        @Override
        public Tensor batch(int... indices) {
            return values.take(indices);
        }
    }
}
