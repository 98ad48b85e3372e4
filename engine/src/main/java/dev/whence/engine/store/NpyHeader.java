package dev.whence.engine.store;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Shape;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an npy array says about itself.
 *
 * @param type element type and byte order in the file
 * @param fortranOrder whether the first axis runs fastest
 * @param shape sizes, outermost first
 * @param length bytes of magic, version and header: where the elements begin
 */
public record NpyHeader(NpyType type, boolean fortranOrder, Shape shape, int length) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 20;
    private static final int MOST_AXES = 32;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']{1,16})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    /** Bytes of all elements. */
    public long dataBytes() {
        return Math.multiplyExact(shape.size(), (long) type.bytes());
    }

    /**
     * Reads the header and leaves the stream at the first element.
     *
     * @param where names the array in messages, for example {@code "'images' in a.npz"}
     * @throws BadInputException if this is no npy array or of a kind that is not read
     */
    public static NpyHeader read(InputStream in, String where) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] start = data.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(Arrays.copyOf(start, 6), MAGIC)) {
            throw broken(where, "it does not start like an npy array");
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw broken(where, "its format version " + (version & 0xff) + " is unknown");
        }
        int lengthBytes = version == 1 ? 2 : 4;
        byte[] lengthField = data.readNBytes(lengthBytes);
        long headerLength = 0;
        for (int i = lengthField.length - 1; i >= 0; i--) {
            headerLength = headerLength << 8 | (lengthField[i] & 0xff);
        }
        if (lengthField.length < lengthBytes || headerLength > LONGEST_HEADER) {
            throw broken(where, "its header is damaged");
        }
        byte[] text = data.readNBytes((int) headerLength);
        if (text.length < headerLength) {
            throw broken(where, "it ends within the header");
        }
        return parse(new String(text, StandardCharsets.ISO_8859_1), 8 + lengthBytes + text.length, where);
    }

    private static NpyHeader parse(String text, int length, String where) {
        Matcher descr = DESCR.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher sizes = SHAPE.matcher(text);
        if (!order.find() || !sizes.find()) {
            throw broken(where, "its header is damaged");
        }
        if (!descr.find()) {
            throw broken(where, "its elements are records, not plain numbers");
        }
        NpyType type = NpyType.parse(descr.group(1), where);
        Shape shape = shape(sizes.group(1), where);
        return new NpyHeader(type, order.group(1).equals("True"), shape, length);
    }

    private static Shape shape(String inner, String where) {
        String[] parts = inner.isBlank() ? new String[0] : inner.strip().split("\\s*,\\s*");
        if (parts.length > MOST_AXES) {
            throw broken(where, "it has more than " + MOST_AXES + " axes");
        }
        int[] sizes = new int[parts.length];
        try {
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = Integer.parseInt(parts[i].endsWith("L") ? parts[i].replace("L", "") : parts[i]);
            }
            Shape shape = Shape.of(sizes);
            Math.multiplyExact(shape.size(), 8L);
            return shape;
        } catch (NumberFormatException notANumber) {
            throw broken(where, "its shape (" + inner.strip() + ") cannot be used");
        } catch (IllegalArgumentException | ArithmeticException tooLarge) {
            throw broken(where, "its shape (" + inner.strip() + ") is impossible");
        }
    }

    /** The header as bytes, version 1.0, padded so that the elements begin at a multiple of 64. */
    static byte[] format(NpyType type, Shape shape) {
        return format(type.descr(), shape);
    }

    /** The same for a type in NumPy's notation. */
    static byte[] format(String descr, Shape shape) {
        String sizes =
                Arrays.stream(shape.toArray()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String dictionary = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + sizes
                + (shape.rank() == 1 ? ",)" : ")") + ", }";
        int unpadded = 10 + dictionary.length() + 1;
        int padded = (unpadded + 63) / 64 * 64;
        byte[] bytes = new byte[padded];
        System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
        bytes[6] = 1;
        bytes[8] = (byte) (padded - 10);
        bytes[9] = (byte) ((padded - 10) >> 8);
        byte[] text = dictionary.getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(bytes, 10, padded - 1, (byte) ' ');
        System.arraycopy(text, 0, bytes, 10, text.length);
        bytes[padded - 1] = '\n';
        return bytes;
    }

    static BadInputException broken(String where, String why) {
        return new BadInputException(
                "Cannot read the array " + where + " because " + why + "; save it again with numpy.save or savez.");
    }
}
