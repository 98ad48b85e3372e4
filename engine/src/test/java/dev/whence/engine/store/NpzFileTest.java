package dev.whence.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.ElementType;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {

    @TempDir
    Path folder;

    static Path resource(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(NpzFileTest.class.getResource(name)).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"numpy-stored.npz", "numpy-deflated.npz"})
    void everyElementTypeOfNumPyIsRead(String name) {
        try (NpzFile npz = NpzFile.open(resource(name))) {
            check(npz.read("f2"), ElementType.FLOAT32, i -> (i - 12) / 8.0);
            check(npz.read("f4"), ElementType.FLOAT32, i -> (float) (i / 3.0));
            check(npz.read("f8"), ElementType.FLOAT64, i -> i / 7.0);
            check(npz.read("i1"), ElementType.INT32, i -> i - 12);
            check(npz.read("i2"), ElementType.INT32, i -> i - 12);
            check(npz.read("i4"), ElementType.INT32, i -> i - 12);
            check(npz.read("i8"), ElementType.INT64, i -> (i - 12) * 0x1p40);
            check(npz.read("u1"), ElementType.UINT8, i -> i * 10);
            check(npz.read("u2"), ElementType.INT32, i -> i * 2700);
            check(npz.read("u4"), ElementType.INT64, i -> i * 170_000_000.0);
            check(npz.read("b1"), ElementType.UINT8, i -> i % 3 == 0 ? 1 : 0);
            check(npz.read("big"), ElementType.FLOAT32, i -> (float) (i / 3.0));
            check(npz.read("fortran"), ElementType.INT32, i -> i);
            check(npz.read("fortran8"), ElementType.FLOAT64, i -> i / 7.0);
            assertEquals(2.5, npz.read("scalar").get(0));
            assertArrayEquals(new int[] {0, 5}, npz.read("empty").shape().toArray());
            assertEquals(16, npz.names().size());
        }
    }

    private static void check(Tensor tensor, ElementType type, IntToDoubleFunction expected) {
        assertEquals(type, tensor.type());
        assertArrayEquals(new int[] {2, 3, 4}, tensor.shape().toArray());
        for (int i = 0; i < 24; i++) {
            assertEquals(expected.applyAsDouble(i), tensor.get(i));
        }
    }

    @Test
    void halfPrecisionIsWidenedExactly() {
        assertEquals(1f, NpyType.halfToFloat((short) 0x3c00));
        assertEquals(-2f, NpyType.halfToFloat((short) 0xc000));
        assertEquals(65504f, NpyType.halfToFloat((short) 0x7bff));
        assertEquals(0x1p-24f, NpyType.halfToFloat((short) 0x0001));
        assertEquals(-0x1p-14f, NpyType.halfToFloat((short) 0x8400));
        assertEquals(Float.NEGATIVE_INFINITY, NpyType.halfToFloat((short) 0xfc00));
        assertTrue(Float.isNaN(NpyType.halfToFloat((short) 0x7e00)));
    }

    @Test
    void whatIsWrittenIsReadBackWithItsManifest() {
        Path file = folder.resolve("sub/out.npz");
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("scores", Tensor.of(new float[] {1, -2, Float.NaN, 4, 5, 6}, 2, 3));
        arrays.put("gap", Tensor.of(new double[] {1e-300}));
        arrays.put("labels", Tensor.of(new long[] {-1, Long.MAX_VALUE}, 2));
        arrays.put("batch", Tensor.of(new int[] {7}, 1));
        arrays.put("images", Tensor.of(new byte[] {0, -1}, 2, 1));
        NpzWriter.write(file, arrays, Map.of("manifest.json", "{\"ä\":1}"));

        try (NpzFile npz = NpzFile.open(file)) {
            assertEquals("{\"ä\":1}", npz.text("manifest.json"));
            assertFalse(npz.contains("manifest"));
            assertArrayEquals(arrays.keySet().toArray(), npz.names().toArray());
            assertArrayEquals(
                    new float[] {1, -2, Float.NaN, 4, 5, 6}, npz.read("scores").floats());
            assertArrayEquals(new double[] {1e-300}, npz.read("gap").doubles());
            assertEquals(0, npz.read("gap").shape().rank());
            assertArrayEquals(
                    new long[] {-1, Long.MAX_VALUE}, npz.read("labels").longs());
            assertArrayEquals(new int[] {7}, npz.read("batch").ints());
            assertArrayEquals(new byte[] {0, -1}, npz.read("images").bytes());
        }
    }

    @Test
    void equalContentGivesEqualBytes() throws IOException {
        Map<String, Tensor> arrays = Map.of("a", Tensor.of(new float[20_000], 20_000));
        NpzWriter.write(folder.resolve("1.npz"), arrays);
        NpzWriter.write(folder.resolve("2.npz"), arrays);
        assertEquals(-1, Files.mismatch(folder.resolve("1.npz"), folder.resolve("2.npz")));
    }

    @Test
    void missingMemberNamesWhatThereIs() {
        try (NpzFile npz = NpzFile.open(resource("numpy-stored.npz"))) {
            BadInputException failure = assertThrows(BadInputException.class, () -> npz.read("images"));
            assertTrue(failure.sentence().contains("no member images.npy; it holds f2, f4"), failure.sentence());
        }
    }

    @Test
    void textFileIsNoArchive() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.npz"), "this is text");
        BadInputException failure = assertThrows(BadInputException.class, () -> NpzFile.open(file));
        assertTrue(failure.sentence().contains("not an npz archive"), failure.sentence());
    }

    @Test
    void hugeShapeIsRefusedBeforeMemoryIsAskedFor() throws IOException {
        Path file = folder.resolve("huge.npy");
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000, 1000), }\n";
        byte[] bytes = new byte[10 + header.length()];
        System.arraycopy(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0}, 0, bytes, 0, 10);
        System.arraycopy(header.getBytes(StandardCharsets.US_ASCII), 0, bytes, 10, header.length());
        Files.write(file, bytes);
        BadInputException failure = assertThrows(BadInputException.class, () -> NpyFile.read(file));
        assertTrue(failure.sentence().contains("ends before its last element"), failure.sentence());
    }

    /** Maps without an order of their own iterate differently in each process. */
    @Test
    void membersComeInOneOrder(@TempDir Path own) throws IOException {
        Map<String, List<String>> words =
                Map.of("groups", List.of("a"), "train_ids", List.of("b"), "ids", List.of("c"));
        NpzWriter.write(own.resolve("a.npz"), Map.of(), words, Map.of("b.json", "{}", "a.json", "{}", "c.txt", "c"));
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(own.resolve("a.npz")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertEquals(List.of("groups.npy", "ids.npy", "train_ids.npy", "a.json", "b.json", "c.txt"), names);
    }
}
