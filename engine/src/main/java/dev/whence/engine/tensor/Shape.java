package dev.whence.engine.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The sizes of a dense array, outermost first. Immutable. */
public final class Shape {

    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /**
     * @param sizes each {@code >= 0}
     * @throws IllegalArgumentException on a negative size
     */
    public static Shape of(int... sizes) {
        for (int size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException("negative size in " + Arrays.toString(sizes));
            }
        }
        return new Shape(sizes.clone());
    }

    public int rank() {
        return sizes.length;
    }

    /** The size of an axis; negative axes count from the end. */
    public int dim(int axis) {
        return sizes[axis < 0 ? sizes.length + axis : axis];
    }

    public int[] toArray() {
        return sizes.clone();
    }

    /**
     * The number of elements.
     *
     * @throws ArithmeticException if it exceeds a {@code long}
     */
    public long size() {
        long product = 1;
        for (int size : sizes) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    /** This shape with one more axis in front, typically the batch. */
    public Shape prepend(int size) {
        int[] longer = new int[sizes.length + 1];
        longer[0] = size;
        System.arraycopy(sizes, 0, longer, 1, sizes.length);
        return of(longer);
    }

    /** This shape without its first axis. */
    public Shape dropFirst() {
        return new Shape(Arrays.copyOfRange(sizes, 1, sizes.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** For people: {@code 3 x 32 x 32}; a scalar is {@code scalar}. */
    @Override
    public String toString() {
        return sizes.length == 0
                ? "scalar"
                : Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
    }
}
