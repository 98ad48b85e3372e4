package dev.whence.engine.store;

import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes npz files that NumPy reads: members stored, not deflated, and the same bytes for the same content. */
public final class NpzWriter {

    /** The earliest time a zip archive can hold; a real one would make equal results differ. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NpzWriter() {}

    /** Writes arrays only, see {@link #write(Path, Map, Map)}. */
    public static void write(Path file, Map<String, Tensor> arrays) {
        write(file, arrays, Map.of());
    }

    /** Writes arrays and texts, see {@link #write(Path, Map, Map, Map)}. */
    public static void write(Path file, Map<String, Tensor> arrays, Map<String, String> texts) {
        write(file, arrays, Map.of(), texts);
    }

    /**
     * Writes a file, atomically. Its members come in the same order each time: arrays, words by name, texts by name.
     *
     * @param arrays by name without {@code .npy}, in the order of iteration
     * @param words arrays {@code [n]} of fixed-width text, by name without {@code .npy}
     * @param texts further members by full name, for example {@code manifest.json}, in UTF-8
     * @throws dev.whence.engine.WorkFailedException if the place cannot be written to
     */
    public static void write(
            Path file, Map<String, Tensor> arrays, Map<String, List<String>> words, Map<String, String> texts) {
        AtomicFiles.write(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                Tensor tensor = array.getValue();
                put(
                        zip,
                        array.getKey() + ".npy",
                        member -> NpyFile.write(member, tensor),
                        NpyFile.writtenBytes(tensor));
            }
            for (Map.Entry<String, List<String>> entry : new TreeMap<>(words).entrySet()) {
                List<String> list = entry.getValue();
                put(zip, entry.getKey() + ".npy", member -> NpyWords.write(member, list), NpyWords.writtenBytes(list));
            }
            for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
                byte[] bytes = text.getValue().getBytes(StandardCharsets.UTF_8);
                put(zip, text.getKey(), member -> member.write(bytes), bytes.length);
            }
            zip.finish();
        });
    }

    private static void put(ZipOutputStream zip, String name, AtomicFiles.Content content, long size)
            throws IOException {
        CRC32 crc = new CRC32();
        try (OutputStream checksum = new CheckedOutputStream(OutputStream.nullOutputStream(), crc)) {
            content.writeTo(checksum);
        }
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }
}
