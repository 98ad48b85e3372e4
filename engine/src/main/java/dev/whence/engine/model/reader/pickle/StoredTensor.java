package dev.whence.engine.model.reader.pickle;

import dev.whence.engine.BadInputException;

/**
 * The description of an array inside a stored block of memory. Compared by identity, so that an array used under two
 * names is recognised.
 */
public final class StoredTensor {

    /**
     * A block of memory.
     *
     * @param key name of the archive entry inside the data folder
     * @param elements declared number of elements
     */
    public record Storage(ScalarType type, String key, long elements) {}

    private final Storage storage;
    private final long offset;
    private final long[] sizes;
    private final long[] strides;

    /**
     * @param offset of the first element, in elements
     * @param strides of each axis, in elements
     */
    public StoredTensor(Storage storage, long offset, long[] sizes, long[] strides) {
        this.storage = storage;
        this.offset = offset;
        this.sizes = sizes.clone();
        this.strides = strides.clone();
    }

    public Storage storage() {
        return storage;
    }

    public long offset() {
        return offset;
    }

    public long[] sizes() {
        return sizes.clone();
    }

    public long[] strides() {
        return strides.clone();
    }

    /** Whether the elements lie one after the other in the order of the array; false for an array without elements. */
    boolean isRowMajor() {
        long step = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            if (sizes[axis] == 0 || (sizes[axis] > 1 && strides[axis] != step)) {
                return false;
            }
            step *= sizes[axis];
        }
        return true;
    }

    /**
     * Checks that every element lies inside the storage.
     *
     * @param name what to call the array in the message
     * @return number of elements
     * @throws BadInputException if it does not
     */
    public int checkedSize(String name) {
        try {
            long count = 1;
            long last = offset;
            boolean sane = offset >= 0 && sizes.length == strides.length && sizes.length <= 8;
            for (int i = 0; sane && i < sizes.length; i++) {
                sane = sizes[i] >= 0 && strides[i] >= 0 && sizes[i] <= Integer.MAX_VALUE;
                count = Math.multiplyExact(count, sizes[i]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, sizes[i] - 1), strides[i]));
            }
            if (sane && (count == 0 || last < storage.elements()) && count < Integer.MAX_VALUE / 8) {
                return (int) count;
            }
        } catch (ArithmeticException e) {
            throw outside(name, e);
        }
        throw outside(name, null);
    }

    private static BadInputException outside(String name, @org.jspecify.annotations.Nullable Throwable cause) {
        String sentence = "tensor " + name + " reaches outside its stored data; the file is damaged, save it again";
        return cause == null ? new BadInputException(sentence) : new BadInputException(sentence, cause);
    }
}
