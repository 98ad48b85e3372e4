package dev.whence.engine.model.reader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Changed copies of model archives. */
final class Archives {

    private Archives() {}

    /** The parts of an archive by full name, in order. */
    static Map<String, byte[]> parts(Path file) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return parts;
    }

    static byte[] zipped(Map<String, byte[]> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** Writes a copy in which a text inside one part (named without the top folder) is replaced everywhere. */
    static void replace(Path original, Path target, String part, String found, String replacement) throws IOException {
        Map<String, byte[]> parts = parts(original);
        boolean changed = false;
        for (Map.Entry<String, byte[]> entry : parts.entrySet()) {
            if (entry.getKey().endsWith("/" + part)) {
                String text = new String(entry.getValue(), StandardCharsets.ISO_8859_1);
                changed |= text.contains(found);
                entry.setValue(text.replace(found, replacement).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        if (!changed) {
            throw new IllegalArgumentException(part + " of " + original + " does not contain " + found);
        }
        Files.write(target, zipped(parts));
    }
}
