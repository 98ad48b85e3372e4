package dev.whence.engine.store;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** NumPy's npy format, versions 1 to 3, both byte orders, C and Fortran order; written as version 1, little-endian, C. */
public final class NpyFile {

    private static final int CHUNK_ELEMENTS = 1 << 13;

    private NpyFile() {}

    /**
     * Reads a whole array.
     *
     * @throws BadInputException if the file is missing, broken, cut off, or too large for memory
     */
    public static Tensor read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(in, Files.size(file), "in " + file);
        } catch (NoSuchFileException missing) {
            throw new BadInputException("There is no file " + file + "; check the path.", missing);
        } catch (IOException unreadable) {
            throw new BadInputException("Cannot read " + file + "; check that the file is readable.", unreadable);
        }
    }

    /** Writes an array, atomically. */
    public static void write(Path file, Tensor tensor) {
        AtomicFiles.write(file, out -> write(out, tensor));
    }

    /**
     * Reads an array from a stream.
     *
     * @param limit the bytes that can follow at most; guards the allocation
     * @param where names the array in messages
     */
    static Tensor read(InputStream in, long limit, String where) throws IOException {
        NpyHeader header = NpyHeader.read(in, where);
        if (header.dataBytes() > limit - header.length()) {
            throw NpyHeader.broken(where, "it ends before its last element");
        }
        MemoryLimit.check(header.shape().size() * header.type().inMemory().bytes(), "The array " + where);
        Tensor tensor = elements(in, header, where);
        return header.fortranOrder() && header.shape().rank() > 1 ? FortranOrder.toRowMajor(tensor) : tensor;
    }

    private static Tensor elements(InputStream in, NpyHeader header, String where) throws IOException {
        Elements elements =
                new Elements(header.type(), Math.toIntExact(header.shape().size()), where);
        byte[] chunk = new byte[CHUNK_ELEMENTS * header.type().bytes()];
        long left = header.dataBytes();
        while (left > 0) {
            int wanted = (int) Math.min(left, chunk.length);
            if (in.readNBytes(chunk, 0, wanted) < wanted) {
                throw NpyHeader.broken(where, "it ends before its last element");
            }
            elements.append(
                    ByteBuffer.wrap(chunk, 0, wanted).order(header.type().order()));
            left -= wanted;
        }
        return elements.tensor(header.shape());
    }

    /** Decodes elements that lie in memory in the order of the file. */
    static Tensor decode(NpyType type, byte[] bytes, Shape shape, String where) {
        Elements elements = new Elements(type, Math.toIntExact(shape.size()), where);
        elements.append(ByteBuffer.wrap(bytes).order(type.order()));
        return elements.tensor(shape);
    }

    /** Writes header and elements; the stream stays open. */
    static void write(OutputStream out, Tensor tensor) throws IOException {
        out.write(NpyHeader.format(NpyType.of(tensor.type()), tensor.shape()));
        int size = tensor.size();
        ByteBuffer chunk =
                ByteBuffer.allocate(CHUNK_ELEMENTS * tensor.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < size; from += CHUNK_ELEMENTS) {
            int count = Math.min(CHUNK_ELEMENTS, size - from);
            chunk.clear();
            switch (tensor.type()) {
                case FLOAT32 -> chunk.asFloatBuffer().put(tensor.floats(), from, count);
                case FLOAT64 -> chunk.asDoubleBuffer().put(tensor.doubles(), from, count);
                case INT64 -> chunk.asLongBuffer().put(tensor.longs(), from, count);
                case INT32 -> chunk.asIntBuffer().put(tensor.ints(), from, count);
                case UINT8 -> chunk.put(tensor.bytes(), from, count);
            }
            out.write(chunk.array(), 0, count * tensor.type().bytes());
        }
    }

    /** Bytes that {@link #write(OutputStream, Tensor)} produces. */
    static long writtenBytes(Tensor tensor) {
        int header = NpyHeader.format(NpyType.of(tensor.type()), tensor.shape()).length;
        return header + (long) tensor.size() * tensor.type().bytes();
    }

    /** An array of the final type, filled from the front. */
    private static final class Elements {

        private final NpyType type;
        private final String where;
        private final Object array;
        private int filled;

        Elements(NpyType type, int size, String where) {
            this.type = type;
            this.where = where;
            this.array = switch (type.inMemory()) {
                case FLOAT32 -> new float[size];
                case FLOAT64 -> new double[size];
                case INT64 -> new long[size];
                case INT32 -> new int[size];
                case UINT8 -> new byte[size];
            };
        }

        void append(ByteBuffer in) {
            int count = in.remaining() / type.bytes();
            if (array instanceof float[] floats) {
                appendFloats(in, floats, count);
            } else if (array instanceof double[] doubles) {
                in.asDoubleBuffer().get(doubles, filled, count);
            } else if (array instanceof long[] longs) {
                appendLongs(in, longs, count);
            } else if (array instanceof int[] ints) {
                for (int i = 0; i < count; i++) {
                    ints[filled + i] = (int) type.nextInteger(in);
                }
            } else if (array instanceof byte[] bytes) {
                in.get(bytes, filled, count);
            }
            filled += count;
        }

        private void appendFloats(ByteBuffer in, float[] floats, int count) {
            if (type.bytes() == 4) {
                in.asFloatBuffer().get(floats, filled, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                floats[filled + i] = NpyType.halfToFloat(in.getShort());
            }
        }

        private void appendLongs(ByteBuffer in, long[] longs, int count) {
            for (int i = 0; i < count; i++) {
                longs[filled + i] = type.nextInteger(in);
                if (type.kind() == 'u' && longs[filled + i] < 0) {
                    throw NpyHeader.broken(where, "it holds whole numbers above 2^63");
                }
            }
        }

        Tensor tensor(Shape shape) {
            int[] sizes = shape.toArray();
            return switch (type.inMemory()) {
                case FLOAT32 -> Tensor.of((float[]) array, sizes);
                case FLOAT64 -> Tensor.of((double[]) array, sizes);
                case INT64 -> Tensor.of((long[]) array, sizes);
                case INT32 -> Tensor.of((int[]) array, sizes);
                case UINT8 -> Tensor.of((byte[]) array, sizes);
            };
        }
    }
}
