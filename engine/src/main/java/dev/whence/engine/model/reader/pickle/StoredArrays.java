package dev.whence.engine.model.reader.pickle;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Decodes stored memory into row-major arrays. */
public final class StoredArrays {

    private StoredArrays() {}

    /**
     * Decodes an array. Floating types up to 32 bits become float32, double stays double, all others become int64.
     *
     * @param name what to call the array in messages
     * @param memory little-endian content of its storage
     * @throws BadInputException if it reaches outside its memory or holds NaN or infinite values
     */
    public static Tensor decode(String name, StoredTensor stored, byte[] memory) {
        int count = stored.checkedSize(name);
        ScalarType type = stored.storage().type();
        if (memory.length / type.bytes() < stored.storage().elements()) {
            throw new BadInputException(
                    "weight data of " + name + " is incomplete; the file is damaged, save it again");
        }
        ByteBuffer buffer = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
        int[] shape = new int[stored.sizes().length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (int) stored.sizes()[i];
        }
        Positions positions = new Positions(stored.offset(), stored.sizes(), stored.strides());
        if (type == ScalarType.DOUBLE) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = buffer.getDouble(positions.next() * 8);
                requireFinite(name, values[i]);
            }
            return Tensor.of(values, shape);
        }
        if (type == ScalarType.FLOAT && stored.isRowMajor()) {
            float[] values = new float[count];
            buffer.position(Math.toIntExact(stored.offset() * 4));
            buffer.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            requireFinite(name, values);
            return Tensor.of(values, shape);
        }
        if (type.isFloating()) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = floatAt(buffer, type, positions.next());
                requireFinite(name, values[i]);
            }
            return Tensor.of(values, shape);
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = integerAt(buffer, type, positions.next());
        }
        return Tensor.of(values, shape);
    }

    private static void requireFinite(String name, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new BadInputException("weight " + name
                    + " holds NaN or infinite values, so every result would be meaningless; train or save it again");
        }
    }

    private static void requireFinite(String name, float[] values) {
        for (float value : values) {
            // a plain comparison costs least on the hundreds of millions of weights that are finite
            if (!(Math.abs(value) <= Float.MAX_VALUE)) {
                requireFinite(name, (double) value);
            }
        }
    }

    private static float floatAt(ByteBuffer memory, ScalarType type, int position) {
        if (type == ScalarType.FLOAT) {
            return memory.getFloat(position * 4);
        }
        short bits = memory.getShort(position * 2);
        return type == ScalarType.BFLOAT16 ? Float.intBitsToFloat(bits << 16) : halfToFloat(bits);
    }

    /** IEEE 754 binary16 to binary32, exactly. */
    static float halfToFloat(short half) {
        int exponent = (half >> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = mantissa * 0x1p-24f;
        } else if (exponent == 31) {
            magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Float.intBitsToFloat((exponent + 112) << 23 | mantissa << 13);
        }
        return half < 0 ? -magnitude : magnitude;
    }

    private static long integerAt(ByteBuffer memory, ScalarType type, int position) {
        return switch (type) {
            case LONG -> memory.getLong(position * 8);
            case INT -> memory.getInt(position * 4);
            case SHORT -> memory.getShort(position * 2);
            case CHAR -> memory.get(position);
            case BYTE -> Byte.toUnsignedInt(memory.get(position));
            case BOOL -> memory.get(position) == 0 ? 0 : 1;
            case FLOAT, DOUBLE, HALF, BFLOAT16 -> throw new IllegalArgumentException(type + " is not an integer type");
        };
    }

    /** Storage positions of the elements in row-major order. */
    private static final class Positions {
        private final long[] sizes;
        private final long[] strides;
        private final long[] index;
        private long position;

        Positions(long offset, long[] sizes, long[] strides) {
            this.sizes = sizes;
            this.strides = strides;
            this.index = new long[sizes.length];
            this.position = offset;
        }

        int next() {
            int current = (int) position;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                position += strides[axis];
                if (++index[axis] < sizes[axis]) {
                    break;
                }
                position -= strides[axis] * sizes[axis];
                index[axis] = 0;
            }
            return current;
        }
    }
}
