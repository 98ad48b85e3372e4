package dev.whence.engine.model.reader.graph;

import org.jspecify.annotations.Nullable;

/** Numbers, whether plain or in one-element arrays. */
final class Scalars {

    private Scalars() {}

    /** The whole number a value stands for, or null if it is none. */
    static @Nullable Long toLong(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        if (value instanceof ConstantTensor constant && constant.value().size() == 1) {
            double number = constant.value().get(0);
            return number == Math.rint(number) ? (Long) (long) number : null;
        }
        return null;
    }

    /** The number a value stands for, or null if it is none. */
    static @Nullable Double toDouble(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof ConstantTensor constant && constant.value().size() == 1) {
            return constant.value().get(0);
        }
        Long whole = toLong(value);
        return whole == null ? null : (Double) (double) whole;
    }
}
