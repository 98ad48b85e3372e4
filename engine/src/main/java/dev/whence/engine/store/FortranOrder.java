package dev.whence.engine.store;

import dev.whence.engine.tensor.Tensor;

/** Brings arrays whose first axis runs fastest into row-major order. */
final class FortranOrder {

    private FortranOrder() {}

    static Tensor toRowMajor(Tensor columnMajor) {
        int[] shape = columnMajor.shape().toArray();
        int[] source = sourcePositions(shape, columnMajor.size());
        return switch (columnMajor.type()) {
            case FLOAT32 -> {
                float[] out = new float[source.length];
                float[] in = columnMajor.floats();
                for (int i = 0; i < out.length; i++) {
                    out[i] = in[source[i]];
                }
                yield Tensor.of(out, shape);
            }
            case FLOAT64 -> {
                double[] out = new double[source.length];
                double[] in = columnMajor.doubles();
                for (int i = 0; i < out.length; i++) {
                    out[i] = in[source[i]];
                }
                yield Tensor.of(out, shape);
            }
            case INT64 -> {
                long[] out = new long[source.length];
                long[] in = columnMajor.longs();
                for (int i = 0; i < out.length; i++) {
                    out[i] = in[source[i]];
                }
                yield Tensor.of(out, shape);
            }
            case INT32 -> {
                int[] out = new int[source.length];
                int[] in = columnMajor.ints();
                for (int i = 0; i < out.length; i++) {
                    out[i] = in[source[i]];
                }
                yield Tensor.of(out, shape);
            }
            case UINT8 -> {
                byte[] out = new byte[source.length];
                byte[] in = columnMajor.bytes();
                for (int i = 0; i < out.length; i++) {
                    out[i] = in[source[i]];
                }
                yield Tensor.of(out, shape);
            }
        };
    }

    /** For every row-major position the column-major one. */
    private static int[] sourcePositions(int[] shape, int size) {
        int[] stride = new int[shape.length];
        int step = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            stride[axis] = step;
            step *= shape[axis];
        }
        int[] index = new int[shape.length];
        int[] source = new int[size];
        int position = 0;
        for (int i = 0; i < size; i++) {
            source[i] = position;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                position += stride[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                position -= stride[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return source;
    }
}
