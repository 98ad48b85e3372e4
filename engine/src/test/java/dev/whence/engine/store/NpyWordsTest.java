package dev.whence.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NpyWordsTest {

    @Test
    void wordsArePaddedToTheLongestInUtf32() throws IOException {
        byte[] bytes = written(List.of("ab", "Käfer", ""));
        int start = bytes.length - 3 * 5 * 4;
        assertEquals(0, start % 64);
        assertTrue(new String(bytes, 0, start, StandardCharsets.ISO_8859_1)
                .contains("{'descr': '<U5', 'fortran_order': False, 'shape': (3,), }"));
        assertEquals(
                "ab\0\0\0Käfer\0\0\0\0\0", new String(bytes, start, bytes.length - start, Charset.forName("UTF-32LE")));
        assertEquals(bytes.length, NpyWords.writtenBytes(List.of("ab", "Käfer", "")));
    }

    @Test
    void noWordsMakeAnEmptyArray() throws IOException {
        byte[] bytes = written(List.of());
        assertTrue(new String(bytes, StandardCharsets.ISO_8859_1).contains("'<U1'"));
        assertEquals(NpyWords.writtenBytes(List.of()), bytes.length);
    }

    private static byte[] written(List<String> words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyWords.write(out, words);
        return out.toByteArray();
    }
}
