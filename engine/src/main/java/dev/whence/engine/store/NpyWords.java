package dev.whence.engine.store;

import dev.whence.engine.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A list of words as an npy array {@code [n]} of NumPy's fixed-width text, {@code <U64} for hashes: readable without
 * pickle. Written only.
 */
final class NpyWords {

    private static final int BYTES_PER_LETTER = 4;

    private NpyWords() {}

    static void write(OutputStream out, List<String> words) throws IOException {
        out.write(header(words));
        ByteBuffer row = ByteBuffer.allocate(width(words) * BYTES_PER_LETTER).order(ByteOrder.LITTLE_ENDIAN);
        for (String word : words) {
            row.clear();
            word.codePoints().forEach(row::putInt);
            while (row.hasRemaining()) {
                row.putInt(0);
            }
            out.write(row.array());
        }
    }

    /** Bytes that {@link #write} produces. */
    static long writtenBytes(List<String> words) {
        return header(words).length + (long) words.size() * width(words) * BYTES_PER_LETTER;
    }

    private static byte[] header(List<String> words) {
        return NpyHeader.format("<U" + width(words), Shape.of(words.size()));
    }

    /** Letters of the longest word; NumPy has no arrays of width 0. */
    private static int width(List<String> words) {
        return words.stream()
                .mapToInt(word -> word.codePointCount(0, word.length()))
                .reduce(1, Math::max);
    }
}
