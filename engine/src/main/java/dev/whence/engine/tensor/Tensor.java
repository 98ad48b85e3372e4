package dev.whence.engine.tensor;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/**
 * A dense row-major array in host memory.
 *
 * <p>A value by convention: the array handed to a factory and those returned by accessors are shared, not copied, and
 * nobody writes to them after construction.
 */
public final class Tensor {

    private final Shape shape;
    private final ElementType type;
    private final Object elements;

    private Tensor(Shape shape, ElementType type, Object elements, int length) {
        if (shape.size() != length) {
            throw new IllegalArgumentException(length + " elements do not fill shape " + shape);
        }
        this.shape = shape;
        this.type = type;
        this.elements = elements;
    }

    public static Tensor of(float[] elements, int... shape) {
        return new Tensor(Shape.of(shape), ElementType.FLOAT32, elements, elements.length);
    }

    public static Tensor of(double[] elements, int... shape) {
        return new Tensor(Shape.of(shape), ElementType.FLOAT64, elements, elements.length);
    }

    public static Tensor of(long[] elements, int... shape) {
        return new Tensor(Shape.of(shape), ElementType.INT64, elements, elements.length);
    }

    public static Tensor of(int[] elements, int... shape) {
        return new Tensor(Shape.of(shape), ElementType.INT32, elements, elements.length);
    }

    public static Tensor of(byte[] elements, int... shape) {
        return new Tensor(Shape.of(shape), ElementType.UINT8, elements, elements.length);
    }

    public Shape shape() {
        return shape;
    }

    public ElementType type() {
        return type;
    }

    /** Number of elements. */
    public int size() {
        return Math.toIntExact(shape.size());
    }

    /**
     * The elements of a {@link ElementType#FLOAT32} array, not copied.
     *
     * @throws IllegalStateException for another element type
     */
    public float[] floats() {
        return (float[]) require(ElementType.FLOAT32);
    }

    /** The elements of a {@link ElementType#FLOAT64} array, not copied. */
    public double[] doubles() {
        return (double[]) require(ElementType.FLOAT64);
    }

    /** The elements of an {@link ElementType#INT64} array, not copied. */
    public long[] longs() {
        return (long[]) require(ElementType.INT64);
    }

    /** The elements of an {@link ElementType#INT32} array, not copied. */
    public int[] ints() {
        return (int[]) require(ElementType.INT32);
    }

    /** The elements of a {@link ElementType#UINT8} array as signed bytes, not copied. */
    public byte[] bytes() {
        return (byte[]) require(ElementType.UINT8);
    }

    /** Any element as a double, by flat row-major position. */
    public double get(int position) {
        return switch (type) {
            case FLOAT32 -> ((float[]) elements)[position];
            case FLOAT64 -> ((double[]) elements)[position];
            case INT64 -> ((long[]) elements)[position];
            case INT32 -> ((int[]) elements)[position];
            case UINT8 -> ((byte[]) elements)[position] & 0xff;
        };
    }

    /** This array as float32; itself if it is one already. */
    public Tensor toFloat32() {
        if (type == ElementType.FLOAT32) {
            return this;
        }
        float[] narrowed = new float[size()];
        for (int i = 0; i < narrowed.length; i++) {
            narrowed[i] = (float) get(i);
        }
        return of(narrowed, shape.toArray());
    }

    /** This array as float64; itself if it is one already. */
    public Tensor toFloat64() {
        if (type == ElementType.FLOAT64) {
            return this;
        }
        double[] widened = new double[size()];
        for (int i = 0; i < widened.length; i++) {
            widened[i] = get(i);
        }
        return of(widened, shape.toArray());
    }

    /** The same elements under another shape of equal size. */
    public Tensor reshape(int... newShape) {
        return new Tensor(Shape.of(newShape), type, elements, size());
    }

    /**
     * A copy of consecutive entries along the first axis.
     *
     * @param from first entry
     * @param to one past the last entry
     */
    public Tensor rows(int from, int to) {
        int[] sizes = shape.toArray();
        int rowSize = sizes[0] == 0 ? 0 : size() / sizes[0];
        sizes[0] = to - from;
        int start = from * rowSize;
        int end = to * rowSize;
        return switch (type) {
            case FLOAT32 -> of(Arrays.copyOfRange((float[]) elements, start, end), sizes);
            case FLOAT64 -> of(Arrays.copyOfRange((double[]) elements, start, end), sizes);
            case INT64 -> of(Arrays.copyOfRange((long[]) elements, start, end), sizes);
            case INT32 -> of(Arrays.copyOfRange((int[]) elements, start, end), sizes);
            case UINT8 -> of(Arrays.copyOfRange((byte[]) elements, start, end), sizes);
        };
    }

    /** A copy of the named entries along the first axis, in the order given. */
    public Tensor take(int... entries) {
        int[] sizes = shape.toArray();
        int rowSize = sizes[0] == 0 ? 0 : size() / sizes[0];
        sizes[0] = entries.length;
        Object taken = Array.newInstance(elements.getClass().getComponentType(), entries.length * rowSize);
        for (int i = 0; i < entries.length; i++) {
            System.arraycopy(elements, entries[i] * rowSize, taken, i * rowSize, rowSize);
        }
        return new Tensor(Shape.of(sizes), type, taken, entries.length * rowSize);
    }

    /**
     * Arrays of one element type put together along the first axis; all other sizes agree.
     *
     * @param parts at least one
     */
    public static Tensor concat(List<Tensor> parts) {
        Tensor first = parts.get(0);
        int total = parts.stream().mapToInt(Tensor::size).sum();
        int[] sizes = first.shape.toArray();
        sizes[0] = parts.stream().mapToInt(part -> part.shape.dim(0)).sum();
        Object all = Array.newInstance(first.elements.getClass().getComponentType(), total);
        int at = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.elements, 0, all, at, part.size());
            at += part.size();
        }
        return new Tensor(Shape.of(sizes), first.type, all, total);
    }

    private Object require(ElementType wanted) {
        if (type != wanted) {
            throw new IllegalStateException("array is " + type + ", not " + wanted);
        }
        return elements;
    }

    @Override
    public String toString() {
        return type + "[" + shape + "]";
    }
}
