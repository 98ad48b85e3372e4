package dev.whence.engine.store;

import dev.whence.engine.tensor.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The element type of an npy array as it lies in the file.
 *
 * @param kind {@code f} floating point, {@code i} signed, {@code u} unsigned, {@code b} truth value
 * @param bytes of one element
 * @param order of these bytes
 */
public record NpyType(char kind, int bytes, ByteOrder order) {

    static NpyType parse(String descr, String where) {
        String known = "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1";
        if (descr.length() != 3 || "<>|=".indexOf(descr.charAt(0)) < 0 || !known.contains(descr.substring(1))) {
            throw NpyHeader.broken(where, "elements of type " + descr.replaceAll("\\p{Cntrl}", "?") + " are not read");
        }
        ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyType(descr.charAt(1), descr.charAt(2) - '0', order);
    }

    static NpyType of(ElementType type) {
        return switch (type) {
            case FLOAT32 -> new NpyType('f', 4, ByteOrder.LITTLE_ENDIAN);
            case FLOAT64 -> new NpyType('f', 8, ByteOrder.LITTLE_ENDIAN);
            case INT64 -> new NpyType('i', 8, ByteOrder.LITTLE_ENDIAN);
            case INT32 -> new NpyType('i', 4, ByteOrder.LITTLE_ENDIAN);
            case UINT8 -> new NpyType('u', 1, ByteOrder.LITTLE_ENDIAN);
        };
    }

    /** The narrowest element type in memory that holds every value: half floats are widened, truth values are 0 and 1. */
    public ElementType inMemory() {
        return switch (kind) {
            case 'f' -> bytes == 8 ? ElementType.FLOAT64 : ElementType.FLOAT32;
            case 'b' -> ElementType.UINT8;
            case 'u' -> bytes == 1 ? ElementType.UINT8 : bytes == 2 ? ElementType.INT32 : ElementType.INT64;
            default -> bytes == 8 ? ElementType.INT64 : ElementType.INT32;
        };
    }

    /** Whether the elements are whole numbers. */
    public boolean isInteger() {
        return kind != 'f';
    }

    /** NumPy's notation, for example {@code <f4}. */
    public String descr() {
        char first = bytes == 1 ? '|' : order == ByteOrder.BIG_ENDIAN ? '>' : '<';
        return "" + first + kind + bytes;
    }

    /** The next element as a whole number. */
    long nextInteger(ByteBuffer in) {
        return switch (bytes) {
            case 1 -> kind == 'i' ? in.get() : in.get() & 0xff;
            case 2 -> kind == 'i' ? in.getShort() : in.getShort() & 0xffff;
            case 4 -> kind == 'i' ? in.getInt() : in.getInt() & 0xffffffffL;
            default -> in.getLong();
        };
    }

    /** Widens IEEE 754 half precision. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 31) {
            return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
        }
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | mantissa << 13);
    }
}
